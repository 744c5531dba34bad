package io.tandem.acceptance.health;

import io.tandem.acceptance.testbed.OpenLoad;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of the health benchmarks. Immutable.
 *
 * @param scenario health or partition
 * @param seconds how long to measure reports alone, or to cut the link
 * @param loaded how long to measure under the metric load before the hubs die; 0 to leave
 * the load out
 * @param pushes how many a second that load makes, of 50 series each
 * @param outage for how many seconds both hubs are dead
 * @param root the agent that fails
 * @param fleet the fleet file
 * @param out where results go
 */
record Options(String scenario, int seconds, int loaded, int pushes, int outage, String root, Path fleet, Path out) {

	private static final List<String> SCENARIOS = List.of("health", "partition");

	/**
	 * Parses the words behind {@code bench}.
	 * @throws IllegalArgumentException if a word is not known or a number is none
	 */
	static Options parse(List<String> words) {
		if (words.isEmpty() || !SCENARIOS.contains(words.getFirst())) {
			throw new IllegalArgumentException("name a scenario: " + String.join(", ", SCENARIOS));
		}
		int seconds = words.getFirst().equals("health") ? 60 : 180;
		int loaded = 30;
		int pushes = OpenLoad.PUSHES_PER_SECOND;
		int outage = 30;
		String root = "InferenceGateway";
		Path fleet = Path.of("deploy/fleet.yaml");
		Path out = Path.of("benchmarks");
		for (int i = 1; i < words.size(); i += 2) {
			String word = words.get(i);
			if (i + 1 == words.size()) {
				throw new IllegalArgumentException(word + " needs a value");
			}
			String value = words.get(i + 1);
			switch (word) {
				case "--seconds" -> seconds = number(word, value, 1);
				case "--loaded" -> loaded = number(word, value, 0);
				case "--pushes" -> pushes = number(word, value, 1);
				case "--outage" -> outage = number(word, value, 1);
				case "--root" -> root = value;
				case "--fleet" -> fleet = Path.of(value);
				case "--out" -> out = Path.of(value);
				default -> throw new IllegalArgumentException("there is no option " + word
						+ "; there are --seconds, --loaded, --pushes and --outage (health), --root (partition), --fleet, --out");
			}
		}
		return new Options(words.getFirst(), seconds, loaded, pushes, outage, root, fleet, out);
	}

	private static int number(String name, String value, int least) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < least) {
			throw new IllegalArgumentException(name + " must be a whole number of at least " + least + ": " + value);
		}
		return Integer.parseInt(value);
	}

}

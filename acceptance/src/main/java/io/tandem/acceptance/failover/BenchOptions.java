package io.tandem.acceptance.failover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark's command line. Immutable.
 *
 * @param scenario failover, outage, gray or idle
 * @param faults those of the failover scenario
 * @param runs how often each fault comes on each side
 * @param sides who is measured
 * @param rounds how often each gray fault comes
 * @param minutes how long the machines are left alone
 * @param seconds how long the outage is
 * @param length seconds before a fault and while it is on
 * @param out where results go
 */
record BenchOptions(String scenario, List<Fault> faults, int runs, List<Side> sides, int rounds, int minutes,
		int seconds, int length, Path out) {

	private static final List<String> SCENARIOS = List.of("failover", "outage", "gray", "idle");

	/**
	 * Parses the words behind {@code bench}.
	 * @throws IllegalArgumentException if a word is not known or a number is none
	 */
	static BenchOptions parse(List<String> words) {
		if (words.isEmpty() || !SCENARIOS.contains(words.getFirst())) {
			throw new IllegalArgumentException(
					"name a scenario: " + String.join(", ", SCENARIOS) + ", health, partition, replay");
		}
		List<Fault> faults = new ArrayList<>();
		List<Side> sides = List.of(Side.values());
		int runs = 1;
		int rounds = 20;
		int minutes = 60;
		int seconds = 120;
		int length = 20;
		Path out = Path.of("benchmarks");
		for (int i = 1; i < words.size(); i++) {
			String word = words.get(i);
			if (!word.startsWith("--")) {
				faults.add(Fault.of(word));
				continue;
			}
			if (++i == words.size()) {
				throw new IllegalArgumentException(word + " needs a value");
			}
			String value = words.get(i);
			switch (word) {
				case "--runs" -> runs = number(word, value);
				case "--rounds" -> rounds = number(word, value);
				case "--minutes" -> minutes = number(word, value);
				case "--seconds" -> seconds = number(word, value);
				case "--length" -> length = number(word, value);
				case "--side" -> sides = List.of(Side.valueOf(value.toUpperCase(Locale.ROOT)));
				case "--out" -> out = Path.of(value);
				default -> throw new IllegalArgumentException("there is no option " + word
						+ "; there are --runs, --length, --side, --rounds, --minutes, --seconds, --out");
			}
		}
		return new BenchOptions(words.getFirst(), faults.isEmpty() ? Arrays.asList(Fault.values()) : faults, runs,
				sides, rounds, minutes, seconds, length, out);
	}

	private static int number(String name, String value) {
		if (!value.matches("[1-9]\\d{0,5}")) {
			throw new IllegalArgumentException(name + " must be a whole number of at least 1: " + value);
		}
		return Integer.parseInt(value);
	}

}

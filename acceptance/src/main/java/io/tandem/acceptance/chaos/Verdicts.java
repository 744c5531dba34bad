package io.tandem.acceptance.chaos;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the machines said of each other during a scenario. Immutable.
 *
 * @param toldAfterSeconds from the first fault until a machine said what was expected; -1
 * if it did not
 * @param wrong what was said and not expected
 */
record Verdicts(Map<String, Double> toldAfterSeconds, List<String> wrong) {

	/** What is said of a fault may be said for so long after its end. */
	private static final Duration LINGERS = Duration.ofSeconds(60);

	static Verdicts of(Scenario scenario, List<Site> sites, Observer observer, Instant began, Instant firstFault,
			Instant lastEnd) throws InterruptedException {
		Map<String, Double> told = new TreeMap<>();
		List<String> wrong = new ArrayList<>();
		for (Site site : sites) {
			List<String> expected = scenario.verdicts().getOrDefault(site.machine(), List.of());
			JsonNode history;
			try {
				history = observer.get(site.gateway("/api/v1/partition/history?limit=1000&from=" + began));
			}
			catch (IOException ex) {
				wrong.add(site.machine() + " does not tell: " + ex.getMessage());
				continue;
			}
			Map<String, Double> at = new HashMap<>();
			for (JsonNode verdict : history.path("verdicts")) {
				String word = verdict.path("verdict").asString();
				Instant when = Instant.parse(verdict.path("at").asString());
				if (word.equals("none") || word.equals("unknown")) {
					continue;
				}
				boolean isInTime = !when.isBefore(firstFault) && when.isBefore(lastEnd.plus(LINGERS));
				if (!scenario.undecided() && !(expected.contains(word) && isInTime)) {
					wrong.add("%s says %s (%s) %+.1f s".formatted(site.machine(), word, verdict.path("why").asString(),
							seconds(firstFault, when)));
				}
				at.merge(word, seconds(firstFault, when), Math::min);
			}
			if (!expected.isEmpty() && !scenario.undecided()) {
				told.put(site.machine(), at.getOrDefault(expected.getFirst(), -1.0));
			}
		}
		return new Verdicts(told, wrong);
	}

	private static double seconds(Instant from, Instant to) {
		return Duration.between(from, to).toMillis() / 1000.0;
	}

}

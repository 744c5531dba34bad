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
 * @param wrong what was said and neither expected nor, where a machine may say anything,
 * explained by a fault of that time
 */
record Verdicts(Map<String, Double> toldAfterSeconds, List<String> wrong) {

	/** What is said of a fault may be said for so long after its end. */
	private static final Duration LINGERS = Duration.ofSeconds(60);

	static Verdicts of(Scenario scenario, List<Site> sites, Observer observer, Instant began, List<Played> played)
			throws InterruptedException {
		Instant firstFault = played.stream().map(Played::from).min(Instant::compareTo).orElse(began);
		Instant lastEnd = played.stream().map(Played::to).max(Instant::compareTo).orElse(Instant.MIN);
		Map<String, Double> told = new TreeMap<>();
		List<String> wrong = new ArrayList<>();
		for (Site site : sites) {
			List<String> expected = scenario.expected(site.machine());
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
				boolean isRight = scenario.isUndecided(site.machine())
						? played.stream().anyMatch((each) -> each.explains(word, site.machine(), when))
						: expected.contains(word) && !when.isBefore(firstFault) && when.isBefore(lastEnd.plus(LINGERS));
				if (!isRight) {
					wrong.add("%s says %s (%s) %+.1f s".formatted(site.machine(), word, verdict.path("why").asString(),
							seconds(firstFault, when)));
				}
				at.merge(word, seconds(firstFault, when), Math::min);
			}
			if (!expected.isEmpty() && !scenario.isUndecided(site.machine())) {
				told.put(site.machine(), at.getOrDefault(expected.getFirst(), -1.0));
			}
		}
		return new Verdicts(told, wrong);
	}

	private static double seconds(Instant from, Instant to) {
		return Duration.between(from, to).toMillis() / 1000.0;
	}

	/** When a fault was done and undone. */
	record Played(Fault fault, Instant from, Instant to) {

		boolean explains(String verdict, String machine, Instant when) {
			return this.fault.explains(machine).contains(verdict) && !when.isBefore(this.from)
					&& when.isBefore(this.to.plus(LINGERS));
		}

	}

}

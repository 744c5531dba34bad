package io.tandem.healthsync.relay;

import io.tandem.wire.health.HealthReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order in which reports come home: agents as they come first, an agent's lives as
 * they come first, a life's reports by their numbers, and those without a life as they
 * come. Deliveries that were repeated, and two machines that kept reports of one agent,
 * would mix them up otherwise. Holds no state.
 */
final class ReturnOrder {

	private ReturnOrder() {
	}

	/** Returns the items in that order, by the report of each. */
	static <T> List<T> of(List<T> items, Function<T, HealthReport> report) {
		Map<Life, List<T>> lives = new LinkedHashMap<>();
		Map<String, List<Life>> agents = new LinkedHashMap<>();
		for (T item : items) {
			HealthReport of = report.apply(item);
			Life life = new Life(of.agent(), (of.epoch() != null) ? of.epoch() : "");
			lives.computeIfAbsent(life, (fresh) -> {
				agents.computeIfAbsent(fresh.agent(), (_) -> new ArrayList<>()).add(fresh);
				return new ArrayList<>();
			}).add(item);
		}
		List<T> ordered = new ArrayList<>(items.size());
		for (List<Life> ofAgent : agents.values()) {
			for (Life life : ofAgent) {
				List<T> reports = new ArrayList<>(lives.getOrDefault(life, List.of()));
				if (!life.epoch().isEmpty()) {
					reports.sort(Comparator.comparingLong((item) -> report.apply(item).sequence()));
				}
				ordered.addAll(reports);
			}
		}
		return ordered;
	}

	/**
	 * One life of an agent.
	 *
	 * @param epoch empty for none; no epoch is
	 */
	private record Life(String agent, String epoch) {
	}

}

package io.tandem.console.view;

import io.tandem.console.source.Asked;
import io.tandem.console.source.HealthAnswers.Fleet;
import io.tandem.console.source.Question;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks for all agents: this machine's health-sync-service, and while that does not answer
 * the others', which know the same. Thread-safe.
 */
class FleetSource {

	private final Sources sources;

	private final List<String> machines;

	/**
	 * @param machines in the order in which they are believed
	 */
	FleetSource(Sources sources, List<String> machines) {
		this.sources = sources;
		this.machines = List.copyOf(machines);
	}

	/**
	 * Asks for something that every health-sync-service knows.
	 * @return waits for the answer, for a page's patience at most
	 */
	<T> Supplier<Answered<T>> ask(String path, Class<T> type) {
		Map<String, Asked<T>> asked = new LinkedHashMap<>();
		for (String machine : this.machines) {
			asked.put(machine, this.sources.ask(Question.of(machine, Service.HEALTH, path, type)));
		}
		return () -> best(asked);
	}

	private <T> Answered<T> best(Map<String, Asked<T>> asked) {
		Map<String, Seen<T>> seen = new LinkedHashMap<>();
		for (Map.Entry<String, Asked<T>> each : asked.entrySet()) {
			Seen<T> answer = each.getValue().seen();
			if (answer.isFresh()) {
				return new Answered<>(each.getKey(), answer);
			}
			seen.put(each.getKey(), answer);
		}
		// the first one's own words are of use to whoever has to mend it
		String first = this.machines.getFirst();
		Seen<T> silent = seen.get(first);
		return new Answered<>(first, (silent != null) ? silent : Seen.nothing("has not been asked"));
	}

	/** Asks for all agents, as {@link #ask} does. */
	Supplier<Answered<Fleet>> fleet() {
		return ask("/api/v1/health", Fleet.class);
	}

	/**
	 * An answer.
	 *
	 * @param by the machine whose service gave it
	 */
	record Answered<T>(String by, Seen<T> seen) {
	}

}

package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Symptom;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.Observation.Recorded;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What would have been known, had all been heard in time: history told to an engine of
 * its own, in history's time. Immutable.
 *
 * @param from since when nothing was known
 * @param end what is known at its end
 */
record Past(Instant from, EngineState end) {

	/** How often time passes in it; a fraction of the shortest settle time. */
	private static final Duration STEP = Duration.ofSeconds(5);

	private static final Duration LONGEST = Duration.ofHours(25);

	static Past of(IncidentEngine engine, Topology topology, Senses senses, Cases cases, Replay replay, Instant now) {
		Set<String> machines = replay.ended();
		List<Recorded> words = replay.words(machines);
		Instant from = from(replay, words, now);
		EngineState state = new EngineState(topology, start(senses, replay, topology.self(), now), List.of(),
				cases.of(machines), List.of(), cases.closedOf(machines), Answers.NONE, 0);
		if (!machines.contains(topology.self())) {
			for (String machine : machines) {
				state = engine.step(state, link(machine, topology.self(), HealthStatus.DOWN, from), from).state();
			}
		}
		Instant time = from;
		for (Recorded word : words) {
			Instant at = word.at().isAfter(now) ? now : word.at();
			for (; time.plus(STEP).isBefore(at); time = time.plus(STEP)) {
				state = engine.step(state, new Observation.Tick(), time.plus(STEP)).state();
			}
			state = engine.step(state, word, at).state();
		}
		for (; time.isBefore(now); time = time.plus(STEP)) {
			Instant next = time.plus(STEP);
			state = engine.step(state, new Observation.Tick(), next.isAfter(now) ? now : next).state();
		}
		return new Past(from, state);
	}

	private static Instant from(Replay replay, List<Recorded> words, Instant now) {
		Instant from = replay.awaySince();
		if (from == null) {
			from = words.isEmpty() ? now : words.getFirst().at();
		}
		Instant longest = now.minus(LONGEST);
		return from.isBefore(longest) ? longest : from.isAfter(now) ? now : from;
	}

	private static Known start(Senses senses, Replay replay, String self, Instant now) {
		Known present = senses.known();
		Map<String, Symptom> symptoms = new HashMap<>(present.symptoms());
		Map<String, Heard> heard = new HashMap<>();
		present.heard().forEach((node, last) -> {
			if (!replay.ended().contains(last.machine())) {
				heard.put(node, last);
			}
		});
		// the link was heard of since, and is to be cut once more
		replay.ended().forEach((machine) -> heard.remove(Topology.link(machine, self)));
		replay.before().heard().forEach((node, last) -> {
			if (replay.ended().contains(last.machine())) {
				heard.put(node, last);
			}
		});
		replay.ended().forEach((machine) -> present.frozen().forEach((node, symptom) -> {
			if (senses.isOn(node, machine)) {
				symptoms.put(node, symptom);
			}
		}));
		Map<String, Instant> cuts = new HashMap<>(present.cuts());
		replay.ended().forEach(cuts::remove);
		Map<String, Instant> hearingSince = new HashMap<>(present.hearingSince());
		if (replay.ended().contains(self)) {
			// who could not be heard here was not silent
			hearingSince.put(self, now);
		}
		return new Known(heard, symptoms, Map.of(), present.onsets(), present.held(), cuts, hearingSince,
				present.relayed(), 0);
	}

	private static Observation.ServiceTold link(String machine, String self, HealthStatus status, Instant at) {
		return new Observation.ServiceTold(Topology.link(machine, self), self, status, at, false, "was cut");
	}

}

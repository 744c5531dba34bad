package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Severity;
import io.tandem.healthsync.presence.AgentStatus;
import io.tandem.healthsync.presence.FleetPresence;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.healthsync.streams.StreamStates;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in short how all machines are, as this one sees it. Thread-safe. */
final class ClusterSummary {

	private final IncidentDesk desk;

	private final FleetPresence presence;

	private final StreamStates streams;

	private final List<String> machines;

	private final InstantSource clock;

	/**
	 * @param machines all of them, this one first
	 */
	ClusterSummary(IncidentDesk desk, FleetPresence presence, StreamStates streams, List<String> machines,
			InstantSource clock) {
		this.desk = desk;
		this.presence = presence;
		this.streams = streams;
		this.machines = List.copyOf(machines);
		this.clock = clock;
	}

	Cluster now() {
		Map<String, MachineSummary> all = new LinkedHashMap<>();
		this.machines.forEach((machine) -> all.put(machine,
				new MachineSummary(this.streams.state(machine).link(), this.presence.counts(machine))));
		EngineState state = this.desk.state();
		String worst = state.active()
			.stream()
			.map(Incident::severity)
			.max(Comparator.naturalOrder())
			.map(Severity::word)
			.orElse(null);
		return new Cluster(1, this.machines.getFirst(), this.clock.instant(), all,
				new IncidentSummary(state.active().size(), state.opening().size(), worst,
						state.active().stream().map(Incident::root).toList()));
	}

	/**
	 * How all machines are.
	 *
	 * @param machine who says so
	 * @param machines by name, the one that says so first
	 */
	record Cluster(int schemaVersion, String machine, Instant at, Map<String, MachineSummary> machines,
			IncidentSummary incidents) {

		/** Tells whether anything but the time is otherwise. */
		boolean isLike(@Nullable Cluster other) {
			return other != null && this.machines.equals(other.machines) && this.incidents.equals(other.incidents);
		}

	}

	/**
	 * One machine's agents.
	 *
	 * @param agents how many there are of each status
	 */
	record MachineSummary(Link link, Map<AgentStatus, Integer> agents) {
	}

	/**
	 * The incidents.
	 *
	 * @param open how many are not over
	 * @param opening how many may become one
	 * @param worst the highest severity of those that are not over; null if there is none
	 */
	record IncidentSummary(int open, int opening, @Nullable String worst, List<String> roots) {
	}

}

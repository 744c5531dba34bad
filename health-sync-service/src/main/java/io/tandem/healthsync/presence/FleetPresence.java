package io.tandem.healthsync.presence;

import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.healthsync.streams.StreamStates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the agents are now: those that have reported, and those that the fleet file
 * expects. Asks nobody but memory. Thread-safe.
 */
public final class FleetPresence {

	private final FleetHealth health;

	private final StreamStates streams;

	private final ReloadingFleet fleet;

	private final int missed;

	private final InstantSource clock;

	FleetPresence(FleetHealth health, StreamStates streams, ReloadingFleet fleet, int missed, InstantSource clock) {
		this.health = health;
		this.streams = streams;
		this.fleet = fleet;
		this.missed = missed;
		this.clock = clock;
	}

	/**
	 * Returns the machine's agents by name; none for a machine that is not of the fleet.
	 */
	public List<AgentPresence> agents(String machine) {
		MachineHealth known = this.health.machine(machine).orElse(null);
		if (known == null) {
			return List.of();
		}
		Judgement judgement = judgement(machine, known);
		Fleet fleet = this.fleet.current();
		List<AgentPresence> agents = new ArrayList<>();
		Map<String, FleetAgent> expected = new HashMap<>();
		fleet.agentsOf(machine).forEach((agent) -> expected.put(agent.name(), agent));
		for (AgentHealth reported : known.agents()) {
			String name = reported.latest().report().agent();
			agents.add(judge(judgement, name, reported, expected.remove(name), fleet));
		}
		expected.values().forEach((agent) -> agents.add(judge(judgement, agent.name(), null, agent, fleet)));
		agents.sort(Comparator.comparing(AgentPresence::agent));
		return agents;
	}

	/** Returns the agent, if it has reported or the fleet file names it there. */
	public Optional<AgentPresence> agent(String machine, String name) {
		MachineHealth known = this.health.machine(machine).orElse(null);
		if (known == null) {
			return Optional.empty();
		}
		Fleet fleet = this.fleet.current();
		FleetAgent expected = fleet.find(name).filter((agent) -> agent.machine().equals(machine)).orElse(null);
		AgentHealth reported = known.agent(name).orElse(null);
		return (expected != null || reported != null)
				? Optional.of(judge(judgement(machine, known), name, reported, expected, fleet)) : Optional.empty();
	}

	/**
	 * Returns how many of the machine's agents have which status; every status is there.
	 */
	public Map<AgentStatus, Integer> counts(String machine) {
		return counts(agents(machine));
	}

	/** Counts agents by their status; every status is there. */
	public static Map<AgentStatus, Integer> counts(List<AgentPresence> agents) {
		Map<AgentStatus, Integer> counts = new EnumMap<>(AgentStatus.class);
		for (AgentStatus status : AgentStatus.values()) {
			counts.put(status, 0);
		}
		agents.forEach((agent) -> counts.merge(agent.status(), 1, Integer::sum));
		return counts;
	}

	private static AgentPresence judge(Judgement judgement, String name, @Nullable AgentHealth reported,
			@Nullable FleetAgent expected, Fleet fleet) {
		Duration interval = fleet.find(name).map(FleetAgent::reportInterval).orElse(FleetAgent.DEFAULT_REPORT_INTERVAL);
		return judgement.judge(name, reported, interval, expected != null);
	}

	private Judgement judgement(String machine, MachineHealth known) {
		StreamState stream = this.streams.state(machine);
		boolean isHeard = stream.link() == Link.LOCAL || stream.link() == Link.CONNECTED;
		Instant caughtUp = known.caughtUpAt();
		Instant since = null;
		if (isHeard && caughtUp != null) {
			since = caughtUp.isAfter(stream.linkSince()) ? caughtUp : stream.linkSince();
		}
		return new Judgement(this.clock.instant(), since, this.missed);
	}

}

package io.tandem.healthsync.presence;

import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.relay.RelayedReport;
import io.tandem.healthsync.relay.RelayedReports;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the agents are now: those that have reported, and those that the fleet file
 * expects. An agent whose newest report another machine keeps is shown by that one. Asks
 * nobody but memory. Thread-safe.
 */
public final class FleetPresence {

	private final FleetHealth health;

	private final StreamStates streams;

	private final RelayedReports relayed;

	private final ReloadingFleet fleet;

	private final int missed;

	private final InstantSource clock;

	FleetPresence(FleetHealth health, StreamStates streams, RelayedReports relayed, ReloadingFleet fleet, int missed,
			InstantSource clock) {
		this.health = health;
		this.streams = streams;
		this.relayed = relayed;
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
		Map<String, FleetAgent> expected = new HashMap<>();
		fleet.agentsOf(machine).forEach((agent) -> expected.put(agent.name(), agent));
		Map<String, AgentHealth> reported = new HashMap<>();
		known.agents().forEach((agent) -> reported.put(agent.latest().report().agent(), agent));
		Set<String> names = new TreeSet<>(expected.keySet());
		names.addAll(reported.keySet());
		names.addAll(this.relayed.agents(machine));
		List<AgentPresence> agents = new ArrayList<>(names.size());
		for (String name : names) {
			AgentHealth health = reported.get(name);
			RelayedReport news = this.relayed.news(machine, name, health).orElse(null);
			FleetAgent inFleet = expected.get(name);
			if (health != null || news != null || inFleet != null) {
				agents.add(judge(judgement, name, health, news, inFleet, fleet));
			}
		}
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
		RelayedReport news = this.relayed.news(machine, name, reported).orElse(null);
		return (expected != null || reported != null || news != null)
				? Optional.of(judge(judgement(machine, known), name, reported, news, expected, fleet))
				: Optional.empty();
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
			@Nullable RelayedReport relayed, @Nullable FleetAgent expected, Fleet fleet) {
		Duration interval = fleet.find(name).map(FleetAgent::reportInterval).orElse(FleetAgent.DEFAULT_REPORT_INTERVAL);
		return judgement.judge(name, reported, relayed, interval, expected != null);
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

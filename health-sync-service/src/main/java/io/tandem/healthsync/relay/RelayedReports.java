package io.tandem.healthsync.relay;

import io.tandem.healthsync.state.AgentHealth;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the newest relayed report of each agent until its own machine's stream says
 * as much: what is shown on top of the state meanwhile. Bounded by a number of agents.
 * Thread-safe.
 */
public final class RelayedReports {

	private final Map<String, ConcurrentMap<String, RelayedReport>> machines = new LinkedHashMap<>();

	private final int maxAgents;

	private final RelayMeters meters;

	private final List<RelayedListener> listeners;

	/**
	 * @param machines the names of all machines
	 * @param maxAgents of how many agents in all a report is remembered
	 */
	RelayedReports(Collection<String> machines, int maxAgents, RelayMeters meters, List<RelayedListener> listeners) {
		this.listeners = List.copyOf(listeners);
		machines.forEach((machine) -> this.machines.put(machine, new ConcurrentHashMap<>()));
		this.maxAgents = maxAgents;
		this.meters = meters;
	}

	/** Adds a report; one that is no newer than what is remembered changes nothing. */
	void record(RelayedReport relayed) {
		ConcurrentMap<String, RelayedReport> agents = this.machines.get(relayed.report().machine());
		if (agents == null) {
			return;
		}
		String agent = relayed.report().agent();
		if (!agents.containsKey(agent) && size() >= this.maxAgents) {
			this.meters.count(RelayOutcome.OVERFLOW);
			return;
		}
		RelayedReport before = agents.get(agent);
		agents.merge(agent, relayed, (known, next) -> next.isNewerThan(known) ? next : known);
		boolean isNews = before == null || relayed.isNewerThan(before);
		if (isNews && !relayed.received().isReplayed()) {
			this.listeners.forEach((listener) -> listener.relayed(relayed));
		}
	}

	/**
	 * Returns the agent's relayed report if it says more than is known, and forgets it if
	 * not.
	 * @param known what the machine's own stream says of the agent; null if nothing
	 */
	public Optional<RelayedReport> news(String machine, String agent, @Nullable AgentHealth known) {
		ConcurrentMap<String, RelayedReport> agents = this.machines.get(machine);
		RelayedReport relayed = (agents != null) ? agents.get(agent) : null;
		if (agents == null || relayed == null) {
			return Optional.empty();
		}
		if (known != null && !known.isNews(relayed.report())) {
			agents.remove(agent, relayed);
			return Optional.empty();
		}
		return Optional.of(relayed);
	}

	/** Returns the machine's agents of which a relayed report is remembered. */
	public Set<String> agents(String machine) {
		ConcurrentMap<String, RelayedReport> agents = this.machines.get(machine);
		return (agents != null) ? Set.copyOf(agents.keySet()) : Set.of();
	}

	/** Forgets reports that were stored before then. */
	void forget(Instant before) {
		this.machines.values()
			.forEach((agents) -> agents.values()
				.removeIf((relayed) -> relayed.received().position().storedAt().isBefore(before)));
	}

	/** Returns of how many agents a report is remembered. */
	int size() {
		return this.machines.values().stream().mapToInt(Map::size).sum();
	}

}

package io.tandem.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machines and their agents, in the file's order. Immutable. */
public final class Fleet {

	private static final Fleet EMPTY = new Fleet(List.of(), List.of());

	private final List<String> machines;

	private final List<FleetAgent> agents;

	private final Map<String, FleetAgent> byName;

	private final Map<String, Set<String>> critical;

	/**
	 * Makes a fleet of machines and agents that fit together.
	 * @throws IllegalArgumentException if an agent's machine is none of the machines, or
	 * two agents have one name
	 */
	public Fleet(List<String> machines, List<FleetAgent> agents) {
		this.machines = List.copyOf(machines);
		this.agents = List.copyOf(agents);
		Map<String, FleetAgent> byName = new HashMap<>();
		Map<String, Set<String>> critical = new HashMap<>();
		for (FleetAgent agent : this.agents) {
			if (!this.machines.contains(agent.machine())) {
				throw new IllegalArgumentException(
						"unknown machine: agent=" + agent.name() + " machine=" + agent.machine());
			}
			if (byName.put(agent.name(), agent) != null) {
				throw new IllegalArgumentException("agent stands there twice: agent=" + agent.name());
			}
			if (agent.isCritical()) {
				critical.computeIfAbsent(agent.machine(), (machine) -> new HashSet<>()).add(agent.name());
			}
		}
		critical.replaceAll((machine, names) -> Set.copyOf(names));
		this.byName = Map.copyOf(byName);
		this.critical = Map.copyOf(critical);
	}

	/** Returns the fleet of which nothing is known: every agent is unknown. */
	public static Fleet empty() {
		return EMPTY;
	}

	public List<String> machines() {
		return this.machines;
	}

	public List<FleetAgent> agents() {
		return this.agents;
	}

	/** Returns the agents of one machine, none for one that is not in the fleet. */
	public List<FleetAgent> agentsOf(String machine) {
		return this.agents.stream().filter((agent) -> agent.machine().equals(machine)).toList();
	}

	/** Returns the agent of that name, on whichever machine. */
	public Optional<FleetAgent> find(String name) {
		return Optional.ofNullable(this.byName.get(name));
	}

	/** Returns the names of a machine's critical agents. */
	public Set<String> criticalNames(String machine) {
		return this.critical.getOrDefault(machine, Set.of());
	}

}

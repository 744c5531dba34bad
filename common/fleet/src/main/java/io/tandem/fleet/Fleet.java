package io.tandem.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The machines and their agents, in the file's order, and who needs whom. Immutable.
 */
public final class Fleet {

	private static final Fleet EMPTY = new Fleet(List.of(), List.of());

	private final List<String> machines;

	private final List<FleetAgent> agents;

	private final Map<String, FleetAgent> byName;

	private final Map<String, Set<String>> critical;

	private final DependencyGraph dependencies;

	private final List<FleetWarning> warnings;

	/**
	 * Makes a fleet of machines and agents that fit together.
	 * @throws IllegalArgumentException if an agent's machine is none of the machines, two
	 * agents have one name, one depends on, or falls back on, one that is not there, or
	 * one needs itself by way of others
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
		this.dependencies = new DependencyGraph(this.agents);
		List<List<String>> cycles = Cycles.in(this.dependencies.pillars());
		if (!cycles.isEmpty()) {
			throw new IllegalArgumentException("agents depend on each other: cycles=" + cycles);
		}
		this.warnings = List.of();
	}

	private Fleet(Fleet fleet, List<FleetWarning> warnings) {
		this.machines = fleet.machines;
		this.agents = fleet.agents;
		this.byName = fleet.byName;
		this.critical = fleet.critical;
		this.dependencies = fleet.dependencies;
		this.warnings = List.copyOf(warnings);
	}

	Fleet withWarnings(List<FleetWarning> warnings) {
		return new Fleet(this, warnings);
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

	/**
	 * Returns a machine's agents by the step of a migration in which they move, both in
	 * the file's order; those that have none are not in it.
	 */
	public Map<String, List<FleetAgent>> batchesOf(String machine) {
		Map<String, List<FleetAgent>> batches = new LinkedHashMap<>();
		for (FleetAgent agent : agentsOf(machine)) {
			String batch = agent.batch();
			if (batch != null) {
				batches.computeIfAbsent(batch, (name) -> new ArrayList<>()).add(agent);
			}
		}
		return batches;
	}

	/** Returns who needs whom. */
	public DependencyGraph dependencies() {
		return this.dependencies;
	}

	/**
	 * Returns what is worth a look in the file that the fleet was read from, in the order
	 * of its lines; nothing for a fleet that was not read from one.
	 */
	public List<FleetWarning> warnings() {
		return this.warnings;
	}

}

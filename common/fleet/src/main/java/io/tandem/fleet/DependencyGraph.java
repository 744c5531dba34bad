package io.tandem.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * Who needs whom. Every set is in the order of the fleet's agents, so that the same fleet
 * always gives the same answer; one that asks for an agent that is not in the fleet gets
 * an empty one. Immutable.
 */
public final class DependencyGraph {

	private final Map<String, Integer> order;

	private final List<Edge> edges;

	private final Map<String, List<Edge>> byDependent;

	private final Map<String, List<Edge>> byDependency;

	/**
	 * The edges that an agent's end may cut: those to it and those that fall back on it.
	 */
	private final Map<String, List<Edge>> byPillar;

	/**
	 * Makes the graph of agents.
	 * @throws IllegalArgumentException if one depends on, or falls back on, one that is
	 * not among them
	 */
	DependencyGraph(Collection<FleetAgent> agents) {
		Map<String, String> machines = new LinkedHashMap<>();
		this.order = new LinkedHashMap<>();
		for (FleetAgent agent : agents) {
			machines.put(agent.name(), agent.machine());
			this.order.put(agent.name(), this.order.size());
		}
		List<Edge> edges = new ArrayList<>();
		this.byPillar = new HashMap<>();
		for (FleetAgent agent : agents) {
			for (Dependency dependency : agent.dependencies()) {
				String machine = machines.get(dependency.agent());
				if (machine == null) {
					throw unknown(agent, dependency.agent());
				}
				Edge edge = new Edge(agent.name(), dependency.agent(), dependency.fallback(),
						!machine.equals(agent.machine()));
				edges.add(edge);
				this.byPillar.computeIfAbsent(edge.to(), (name) -> new ArrayList<>()).add(edge);
				if (edge.fallback() instanceof Fallback.Agent(String other)) {
					if (!machines.containsKey(other)) {
						throw unknown(agent, other);
					}
					this.byPillar.computeIfAbsent(other, (name) -> new ArrayList<>()).add(edge);
				}
			}
		}
		this.edges = List.copyOf(edges);
		this.byDependent = group(edges, Edge::from);
		this.byDependency = group(edges, Edge::to);
	}

	private static IllegalArgumentException unknown(FleetAgent agent, String other) {
		return new IllegalArgumentException("unknown agent: agent=" + agent.name() + " dependsOn=" + other);
	}

	private static Map<String, List<Edge>> group(List<Edge> edges, Function<Edge, String> end) {
		Map<String, List<Edge>> groups = new HashMap<>();
		edges.forEach((edge) -> groups.computeIfAbsent(end.apply(edge), (name) -> new ArrayList<>()).add(edge));
		return groups;
	}

	/** Returns all agents' names. */
	public Set<String> nodes() {
		return Collections.unmodifiableSet(this.order.keySet());
	}

	/** Returns all dependencies, by the agent that has them and then in its order. */
	public List<Edge> edges() {
		return this.edges;
	}

	/** Returns whom the agent needs, with or without a fallback. */
	public Set<String> dependenciesOf(String agent) {
		return inOrder(this.byDependent.getOrDefault(agent, List.of()).stream().map(Edge::to).toList());
	}

	/** Returns who needs the agent, with or without a fallback. */
	public Set<String> dependentsOf(String agent) {
		return inOrder(this.byDependency.getOrDefault(agent, List.of()).stream().map(Edge::from).toList());
	}

	/** Returns the dependencies on the agent, with what is done without it. */
	public List<Edge> edgesTo(String agent) {
		return Collections.unmodifiableList(this.byDependency.getOrDefault(agent, List.of()));
	}

	/**
	 * Returns who is gone when the agent is: all that need it, or one who is gone with
	 * it, and have no fallback or one that is gone with it as well. The agent itself is
	 * not among them.
	 */
	public Set<String> impactOf(String agent) {
		Set<String> gone = new HashSet<>(Set.of(agent));
		Queue<String> open = new ArrayDeque<>(gone);
		for (String next = open.poll(); next != null; next = open.poll()) {
			for (Edge edge : this.byPillar.getOrDefault(next, List.of())) {
				if (edge.isCutBy(gone) && gone.add(edge.from())) {
					open.add(edge.from());
				}
			}
		}
		gone.remove(agent);
		return inOrder(gone);
	}

	/** Returns whom each agent turns to, be it as a fallback. */
	Map<String, Set<String>> pillars() {
		Map<String, Set<String>> pillars = new LinkedHashMap<>();
		for (Edge edge : this.edges) {
			Set<String> own = pillars.computeIfAbsent(edge.from(), (name) -> new LinkedHashSet<>());
			own.add(edge.to());
			if (edge.fallback() instanceof Fallback.Agent(String other)) {
				own.add(other);
			}
		}
		return pillars;
	}

	private Set<String> inOrder(Collection<String> names) {
		List<String> sorted = new ArrayList<>(names);
		sorted.sort(
				(one, other) -> Integer.compare(this.order.getOrDefault(one, -1), this.order.getOrDefault(other, -1)));
		return Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
	}

	/**
	 * One agent's dependency on another.
	 *
	 * @param from who needs
	 * @param to who is needed
	 * @param fallback what is done without
	 * @param isBetweenMachines whether they live on different machines, so that a link
	 * that is cut parts them
	 */
	public record Edge(String from, String to, Fallback fallback, boolean isBetweenMachines) {

		/** Tells whether the one who needs is gone when these are. */
		public boolean isCutBy(Set<String> gone) {
			return gone.contains(this.to) && switch (this.fallback) {
				case Fallback.None none -> true;
				case Fallback.Self self -> false;
				case Fallback.Agent(String name) -> gone.contains(name);
			};
		}

	}

}

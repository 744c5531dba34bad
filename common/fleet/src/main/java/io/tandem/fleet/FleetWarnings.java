package io.tandem.fleet;

import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.FleetWarning.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at a fleet that is valid for what will hurt. Confined to one reading. */
final class FleetWarnings {

	/** Losing one in so many of the fleet's agents is worth a warning, but: */
	private static final int SHARE = 5;

	/** fewer than this never, however small the fleet, and */
	private static final int FEWEST = 5;

	/** this many always, however large. */
	private static final int MANY = 25;

	private static final int MOST_NAMES = 10;

	private final Fleet fleet;

	private final DependencyGraph graph;

	private final Map<String, Integer> lines;

	private final Map<String, Set<String>> impacts = new HashMap<>();

	private final List<FleetWarning> warnings = new ArrayList<>();

	private FleetWarnings(Fleet fleet, Map<String, Integer> lines) {
		this.fleet = fleet;
		this.graph = fleet.dependencies();
		this.lines = lines;
	}

	/**
	 * Returns the warnings in the order of their lines.
	 * @param lines where each agent stands
	 */
	static List<FleetWarning> of(Fleet fleet, Map<String, Integer> lines) {
		FleetWarnings look = new FleetWarnings(fleet, lines);
		look.graph.nodes().forEach(look::pointOfFailure);
		look.graph.edges().forEach(look::fallback);
		look.warnings.sort(Comparator.comparingInt(FleetWarning::line));
		return look.warnings;
	}

	private void pointOfFailure(String agent) {
		Set<String> impact = impactOf(agent);
		if (impact.size() >= Math.clamp(this.fleet.agents().size() / SHARE, FEWEST, MANY)) {
			add(Kind.SINGLE_POINT_OF_FAILURE, agent,
					"if " + agent + " fails, " + impact.size() + " agents are lost with it: " + names(impact));
		}
	}

	private void fallback(Edge edge) {
		if (!(edge.fallback() instanceof Fallback.Agent(String other))) {
			return;
		}
		if (impactOf(edge.to()).contains(other)) {
			add(Kind.FALLBACK_FAILS_TOO, edge.from(), "if " + edge.to() + " fails, " + other + ", on which "
					+ edge.from() + " falls back, is lost with it");
		}
		String machine = machineOf(edge.to());
		if (edge.isBetweenMachines() && machine.equals(machineOf(other))) {
			add(Kind.FALLBACK_OUT_OF_REACH, edge.from(), "if " + machine + " cannot be reached, " + edge.from()
					+ " is left without " + edge.to() + " and without " + other + ", on which it falls back");
		}
	}

	private void add(Kind kind, String agent, String problem) {
		this.warnings.add(new FleetWarning(this.lines.getOrDefault(agent, 1), kind, agent, problem));
	}

	private Set<String> impactOf(String agent) {
		return this.impacts.computeIfAbsent(agent, this.graph::impactOf);
	}

	private String machineOf(String agent) {
		return this.fleet.find(agent).map(FleetAgent::machine).orElseThrow();
	}

	private static String names(Set<String> names) {
		List<String> first = names.stream().limit(MOST_NAMES).toList();
		int more = names.size() - first.size();
		return String.join(", ", first) + ((more > 0) ? " and " + more + " more" : "");
	}

}

package io.tandem.healthsync.topology;

import io.tandem.fleet.DependencyGraph;
import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is lost when an agent fails, as shown. All lists are in the file's order.
 *
 * @param agent the one that fails
 * @param machine where it lives
 * @param total how many are lost with it
 * @param direct those that need it themselves
 * @param transitive those that are lost only because one of the others is
 * @param byMachine the lost ones of each machine; of each of the fleet's, be it none
 * @param critical the lost ones that are critical
 * @param fallingBack those that need it and go on without
 */
record ImpactView(String agent, String machine, int total, List<String> direct, List<String> transitive,
		Map<String, List<String>> byMachine, List<String> critical, List<FallingBack> fallingBack) {

	static ImpactView of(FleetAgent agent, Fleet fleet) {
		DependencyGraph graph = fleet.dependencies();
		Set<String> lost = graph.impactOf(agent.name());
		Set<String> gone = new HashSet<>(lost);
		gone.add(agent.name());
		Set<String> direct = new LinkedHashSet<>();
		List<FallingBack> fallingBack = new ArrayList<>();
		for (Edge edge : graph.edgesTo(agent.name())) {
			if (!lost.contains(edge.from())) {
				fallingBack.add(new FallingBack(edge.from(), edge.fallback().word()));
			}
			else if (edge.isCutBy(gone)) {
				direct.add(edge.from());
			}
		}
		Map<String, List<String>> byMachine = new LinkedHashMap<>();
		fleet.machines().forEach((name) -> byMachine.put(name, names(fleet.agentsOf(name), lost)));
		List<FleetAgent> critical = fleet.agents().stream().filter(FleetAgent::isCritical).toList();
		return new ImpactView(agent.name(), agent.machine(), lost.size(), List.copyOf(direct),
				lost.stream().filter((name) -> !direct.contains(name)).toList(), byMachine, names(critical, lost),
				fallingBack);
	}

	private static List<String> names(List<FleetAgent> agents, Set<String> lost) {
		return agents.stream().map(FleetAgent::name).filter(lost::contains).toList();
	}

	/**
	 * An agent that goes on.
	 *
	 * @param fallback {@code self}, or who is turned to
	 */
	record FallingBack(String agent, String fallback) {
	}

}

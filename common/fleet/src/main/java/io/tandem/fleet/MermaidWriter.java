package io.tandem.fleet;

import io.tandem.fleet.DependencyGraph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a fleet for Mermaid. Nodes are numbered, because some names, such as {@code end},
 * are words of the language.
 */
final class MermaidWriter {

	private MermaidWriter() {
	}

	static String write(Fleet fleet) {
		StringBuilder out = new StringBuilder("flowchart LR\n");
		Map<String, String> ids = new HashMap<>();
		List<String> critical = new ArrayList<>();
		for (String machine : fleet.machines()) {
			out.append("\tsubgraph m").append(fleet.machines().indexOf(machine)).append('[');
			out.append(quote(machine)).append("]\n");
			for (FleetAgent agent : fleet.agentsOf(machine)) {
				String id = "a" + ids.size();
				ids.put(agent.name(), id);
				out.append("\t\t").append(id).append('[').append(quote(agent.name())).append("]\n");
				if (agent.isCritical()) {
					critical.add(id);
				}
			}
			out.append("\tend\n");
		}
		List<String> red = new ArrayList<>();
		List<Edge> edges = fleet.dependencies().edges();
		for (int i = 0; i < edges.size(); i++) {
			Edge edge = edges.get(i);
			boolean hasFallback = !(edge.fallback() instanceof Fallback.None);
			out.append('\t').append(ids.get(edge.from()));
			out.append(hasFallback ? " -. " + quote(edge.fallback().word()) + " .-> " : " --> ");
			out.append(ids.get(edge.to())).append('\n');
			if (!hasFallback && edge.isBetweenMachines()) {
				red.add(Integer.toString(i));
			}
		}
		if (!critical.isEmpty()) {
			out.append("\tclassDef critical stroke-width:3px\n");
			out.append("\tclass ").append(String.join(",", critical)).append(" critical\n");
		}
		if (!red.isEmpty()) {
			out.append("\tlinkStyle ").append(String.join(",", red)).append(" stroke:red\n");
		}
		return out.toString();
	}

	private static String quote(String text) {
		return '"' + text.replace("\"", "#quot;") + '"';
	}

}

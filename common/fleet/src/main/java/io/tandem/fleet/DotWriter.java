package io.tandem.fleet;

import io.tandem.fleet.DependencyGraph.Edge;
import java.util.ArrayList;
import java.util.List;

/** Draws a fleet for Graphviz. */
final class DotWriter {

	private DotWriter() {
	}

	static String write(Fleet fleet) {
		StringBuilder out = new StringBuilder("digraph fleet {\n\trankdir=LR;\n\tnode [shape=box];\n");
		for (String machine : fleet.machines()) {
			out.append("\tsubgraph ").append(quote("cluster_" + machine)).append(" {\n");
			out.append("\t\tlabel=").append(quote(machine)).append(";\n");
			for (FleetAgent agent : fleet.agentsOf(machine)) {
				out.append("\t\t").append(quote(agent.name())).append(agent.isCritical() ? " [penwidth=3];\n" : ";\n");
			}
			out.append("\t}\n");
		}
		for (Edge edge : fleet.dependencies().edges()) {
			out.append('\t').append(quote(edge.from())).append(" -> ").append(quote(edge.to()));
			List<String> attributes = attributes(edge);
			out.append(attributes.isEmpty() ? "" : " [" + String.join(", ", attributes) + "]").append(";\n");
		}
		return out.append("}\n").toString();
	}

	private static List<String> attributes(Edge edge) {
		List<String> attributes = new ArrayList<>();
		if (edge.fallback() instanceof Fallback.None) {
			if (edge.isBetweenMachines()) {
				attributes.add("color=red");
			}
		}
		else {
			attributes.add("style=dashed");
			attributes.add("label=" + quote(edge.fallback().word()));
		}
		return attributes;
	}

	private static String quote(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}

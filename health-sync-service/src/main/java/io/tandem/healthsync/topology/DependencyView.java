package io.tandem.healthsync.topology;

import io.tandem.fleet.DependencyGraph;
import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.FleetState;
import io.tandem.fleet.FleetState.Refusal;
import io.tandem.fleet.FleetWarning;
import io.tandem.fleet.InvalidFleetException.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's dependencies as shown.
 *
 * @param file where they are read from, and how the last reading went
 * @param nodes the agents, in the file's order
 * @param edges who needs whom, by who needs and then in the file's order
 * @param warnings what the file allows and is worth a look, by line
 */
record DependencyView(FileView file, List<Node> nodes, List<Link> edges, List<Warning> warnings) {

	static DependencyView of(FleetState state) {
		Fleet fleet = state.fleet();
		DependencyGraph graph = fleet.dependencies();
		return new DependencyView(FileView.of(state),
				fleet.agents().stream().map((agent) -> Node.of(agent, graph)).toList(),
				graph.edges().stream().map(Link::of).toList(), fleet.warnings().stream().map(Warning::of).toList());
	}

	/**
	 * The fleet file.
	 *
	 * @param path null where none is set, and so nothing is known
	 * @param loadedAt when what is shown was read; null while nothing has been
	 * @param stale whether the file is missing or wrong now
	 * @param refused the last version that could not be used, be it long mended; null if
	 * there was none
	 */
	record FileView(@Nullable String path, @Nullable Instant loadedAt, boolean stale, @Nullable RefusalView refused) {

		static FileView of(FleetState state) {
			Path path = state.file();
			Refusal refused = state.refused();
			return new FileView((path != null) ? path.toString() : null, state.loadedAt(), state.isStale(),
					(refused != null) ? new RefusalView(refused.at(), refused.reason(), refused.faults()) : null);
		}

	}

	/**
	 * A version of the file that could not be used.
	 *
	 * @param faults what is wrong with it, by line; empty if it could not even be read
	 */
	record RefusalView(Instant at, String reason, List<Fault> faults) {
	}

	/**
	 * An agent.
	 *
	 * @param reportInterval within which a health report of it is expected
	 * @param dependents how many need it, with or without a fallback
	 * @param impact how many are lost with it
	 */
	record Node(String agent, String machine, String criticality, @Nullable String batch, boolean pilot,
			Duration reportInterval, int dependents, int impact) {

		static Node of(FleetAgent agent, DependencyGraph graph) {
			return new Node(agent.name(), agent.machine(), agent.criticality().word(), agent.batch(), agent.isPilot(),
					agent.reportInterval(), graph.dependentsOf(agent.name()).size(),
					graph.impactOf(agent.name()).size());
		}

	}

	/**
	 * A dependency.
	 *
	 * @param fallback {@code none}, {@code self}, or who else is turned to
	 */
	record Link(String from, String to, String fallback, boolean betweenMachines) {

		static Link of(Edge edge) {
			return new Link(edge.from(), edge.to(), edge.fallback().word(), edge.isBetweenMachines());
		}

	}

	/** Something that is worth a look. */
	record Warning(int line, String kind, String agent, String problem) {

		static Warning of(FleetWarning warning) {
			return new Warning(warning.line(), warning.kind().word(), warning.agent(), warning.problem());
		}

	}

}

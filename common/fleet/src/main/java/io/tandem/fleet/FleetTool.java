package io.tandem.fleet;

import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.InvalidFleetException.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a fleet file before a service does. {@code check FILE} prints each fault and
 * each warning as {@code FILE:LINE: text} and then what the file holds; {@code graph
 * FILE} prints its dependencies as a drawing. Neither changes anything.
 *
 * <p>
 * Exit code 0 if a service would take the file, with warnings or without, 1 if it has
 * faults, 2 for wrong usage or a file that cannot be read.
 */
public final class FleetTool {

	private static final int GOOD = 0;

	private static final int FAULTS = 1;

	private static final int USAGE = 2;

	private static final String FORMAT = "--format";

	private final PrintStream out;

	private final PrintStream err;

	private FleetTool(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	public static void main(String[] args) {
		System.exit(run(args, System.out, System.err));
	}

	static int run(String[] args, PrintStream out, PrintStream err) {
		FleetTool tool = new FleetTool(out, err);
		List<String> words = List.of(args);
		if (words.size() == 2 && words.getFirst().equals("check")) {
			return tool.check(words.get(1));
		}
		if (words.size() == 2 && words.getFirst().equals("graph")) {
			return tool.graph(words.get(1), GraphFormat.DOT);
		}
		if (words.size() == 4 && words.getFirst().equals("graph") && words.contains(FORMAT)) {
			int at = words.indexOf(FORMAT);
			Optional<GraphFormat> format = (at < 3) ? GraphFormat.of(words.get(at + 1)) : Optional.empty();
			if (format.isPresent()) {
				return tool.graph(words.get((at == 1) ? 3 : 1), format.get());
			}
		}
		err.println("usage: fleet check FILE | fleet graph FILE [--format dot|mermaid]");
		return USAGE;
	}

	private int check(String file) {
		try {
			Fleet fleet = read(file);
			if (fleet == null) {
				return USAGE;
			}
			fleet.warnings()
				.forEach(
						(warning) -> this.out.println(file + ":" + warning.line() + ": warning: " + warning.problem()));
			summary(fleet);
			return GOOD;
		}
		catch (InvalidFleetException ex) {
			ex.faults().forEach((fault) -> this.out.println(line(file, fault)));
			this.out.println(count(ex.faults().size(), "fault") + ": services would refuse the file and go on with"
					+ " the fleet that they know");
			return FAULTS;
		}
	}

	private int graph(String file, GraphFormat format) {
		try {
			Fleet fleet = read(file);
			if (fleet == null) {
				return USAGE;
			}
			this.out.print(format.write(fleet));
			return GOOD;
		}
		catch (InvalidFleetException ex) {
			ex.faults().forEach((fault) -> this.err.println(line(file, fault)));
			return FAULTS;
		}
	}

	private @Nullable Fleet read(String file) throws InvalidFleetException {
		try {
			Path path = Path.of(file);
			if (!Files.isRegularFile(path)) {
				this.err.println("there is no such file: " + file);
				return null;
			}
			return FleetFile.load(path);
		}
		catch (InvalidPathException | IOException ex) {
			this.err.println("cannot read " + file + ": " + ex.getMessage());
			return null;
		}
	}

	private void summary(Fleet fleet) {
		for (String machine : fleet.machines()) {
			Map<String, List<FleetAgent>> batches = fleet.batchesOf(machine);
			List<FleetAgent> agents = fleet.agentsOf(machine);
			String steps = batches.entrySet()
				.stream()
				.map((batch) -> batch.getKey() + " " + batch.getValue().size())
				.collect(Collectors.joining(", "));
			int without = agents.size() - batches.values().stream().mapToInt(List::size).sum();
			this.out.println(machine + ": " + count(agents.size(), "agent") + ", of them "
					+ agents.stream().filter(FleetAgent::isCritical).count() + " critical; "
					+ (steps.isEmpty() ? "no batches" : "batches " + steps)
					+ ((without > 0 && !steps.isEmpty()) ? ", in none " + without : "") + pilots(agents));
		}
		List<Edge> edges = fleet.dependencies().edges();
		long between = edges.stream().filter(Edge::isBetweenMachines).count();
		long without = edges.stream()
			.filter((edge) -> edge.isBetweenMachines() && edge.fallback() instanceof Fallback.None)
			.count();
		this.out.println(count(fleet.machines().size(), "machine") + ", " + count(fleet.agents().size(), "agent") + ", "
				+ count(edges.size(), "dependency") + ", of them " + between + " between machines (" + without
				+ " without a fallback), no faults, " + count(fleet.warnings().size(), "warning"));
	}

	private static String pilots(List<FleetAgent> agents) {
		String names = agents.stream()
			.filter(FleetAgent::isPilot)
			.map(FleetAgent::name)
			.collect(Collectors.joining(", "));
		return names.isEmpty() ? "" : "; pilots " + names;
	}

	private static String line(String file, Fault fault) {
		return file + ":" + fault.line() + ": " + fault.problem();
	}

	private static String count(int number, String what) {
		String many = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
		return number + " " + ((number == 1) ? what : many);
	}

}

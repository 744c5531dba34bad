package io.tandem.fleet;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a fleet file, version 1:
 *
 * <pre class="code">
 * version: 1
 * machines:
 *   - name: pc2
 * agents:
 *   - {name: ResourceManager, machine: pc2, criticality: critical, batch: core}
 * </pre>
 *
 * {@code criticality} is {@code critical} or {@code standard}, and that is also what it
 * is when left out; {@code batch} may be left out. Keys that are not known are refused,
 * so that a slip of the pen is no silent default; files of later versions say so in their
 * first line. Confined to one reading.
 */
public final class FleetFile {

	/** Large enough for ten thousand agents. */
	static final int MAX_BYTES = 2 << 20;

	private static final Pattern MACHINE = Pattern.compile("[a-z0-9-]{1,32}");

	private static final Set<String> TOP_KEYS = Set.of("version", "machines", "agents");

	private static final Set<String> MACHINE_KEYS = Set.of("name");

	private static final Set<String> AGENT_KEYS = Set.of("name", "machine", "criticality", "batch");

	private final FaultList faults = new FaultList();

	private final Map<String, Integer> machines = new LinkedHashMap<>();

	private final Map<String, Integer> lines = new LinkedHashMap<>();

	private final List<FleetAgent> agents = new ArrayList<>();

	private FleetFile() {
	}

	/**
	 * Reads a file.
	 * @throws IOException if it cannot be read
	 * @throws InvalidFleetException if anything in it is wrong, naming all of it
	 */
	public static Fleet load(Path file) throws IOException, InvalidFleetException {
		long size = Files.size(file);
		if (size > MAX_BYTES) {
			throw new IOException("the fleet file is too large: bytes=" + size + " limit=" + MAX_BYTES);
		}
		return parse(Files.readString(file), file.toString());
	}

	/**
	 * Reads a text.
	 * @param source what to call it in messages
	 */
	static Fleet parse(String text, String source) throws InvalidFleetException {
		return new FleetFile().read(text, source);
	}

	private Fleet read(String text, String source) throws InvalidFleetException {
		Node root = compose(text);
		if (root != null) {
			read(root);
		}
		this.faults.throwIfAny(source);
		return new Fleet(List.copyOf(this.machines.keySet()), this.agents);
	}

	private @Nullable Node compose(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setCodePointLimit(MAX_BYTES);
		try {
			Node root = new Yaml(options).compose(new StringReader(text));
			if (root == null) {
				this.faults.add(1, "the file is empty");
			}
			return root;
		}
		catch (MarkedYAMLException ex) {
			int line = (ex.getProblemMark() != null) ? ex.getProblemMark().getLine() + 1 : 1;
			this.faults.add(line, "is not YAML: " + ex.getProblem());
		}
		catch (YAMLException ex) {
			this.faults.add(1, "is not YAML: " + ex.getMessage());
		}
		return null;
	}

	private void read(Node root) {
		Map<String, Node> top = this.faults.mapping(root, "the file", TOP_KEYS);
		String version = this.faults.text(top, "version", root, "the file");
		if (version != null && !version.equals("1")) {
			this.faults.add(top.getOrDefault("version", root),
					"this reads version 1 only, the file is of version " + FaultList.shorten(version));
		}
		Node machines = top.get("machines");
		if (machines != null) {
			this.faults.items(machines, "machines").forEach(this::machine);
		}
		if (this.machines.isEmpty()) {
			this.faults.add((machines != null) ? machines : root, "there are no machines");
		}
		Node agents = top.get("agents");
		if (agents != null) {
			this.faults.items(agents, "agents").forEach(this::agent);
		}
	}

	private void machine(Node node) {
		Map<String, Node> values = this.faults.mapping(node, "a machine", MACHINE_KEYS);
		String name = this.faults.text(values, "name", node, "a machine");
		if (name == null) {
			return;
		}
		if (!MACHINE.matcher(name).matches()) {
			this.faults.add(node, "a machine's name must match " + MACHINE + ": '" + FaultList.shorten(name) + "'");
		}
		Integer earlier = this.machines.putIfAbsent(name, FaultList.line(node));
		if (earlier != null) {
			this.faults.add(node, "machine stands there twice, first in line " + earlier + ": " + name);
		}
	}

	private void agent(Node node) {
		Map<String, Node> values = this.faults.mapping(node, "an agent", AGENT_KEYS);
		String name = this.faults.text(values, "name", node, "an agent");
		String machine = this.faults.text(values, "machine", node, "an agent");
		Criticality criticality = criticality(values.get("criticality"));
		Node batch = values.get("batch");
		String step = (batch != null) ? this.faults.text(batch, "an agent's batch") : null;
		if (machine != null && !this.machines.containsKey(machine)) {
			this.faults.add(values.getOrDefault("machine", node),
					"unknown machine, known are " + this.machines.keySet() + ": '" + FaultList.shorten(machine) + "'");
		}
		if (name == null) {
			return;
		}
		if (!FleetAgent.isName(name)) {
			this.faults.add(values.getOrDefault("name", node),
					"an agent's name must be up to 64 of [A-Za-z0-9_-], dots between them: '" + FaultList.shorten(name)
							+ "'");
		}
		Integer earlier = this.lines.putIfAbsent(name, FaultList.line(node));
		if (earlier != null) {
			this.faults.add(node, "agent stands there twice, first in line " + earlier + ": " + name);
		}
		if (machine != null && criticality != null) {
			this.agents.add(new FleetAgent(name, machine, criticality, step));
		}
	}

	private @Nullable Criticality criticality(@Nullable Node node) {
		if (node == null) {
			return Criticality.STANDARD;
		}
		String word = this.faults.text(node, "an agent's criticality");
		if (word == null) {
			return null;
		}
		return Arrays.stream(Criticality.values())
			.filter((value) -> value.name().toLowerCase(Locale.ROOT).equals(word))
			.findFirst()
			.orElseGet(() -> {
				this.faults.add(node, "criticality must be critical or standard: '" + FaultList.shorten(word) + "'");
				return null;
			});
	}

}

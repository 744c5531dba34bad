package io.tandem.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a fleet file, version 1:
 *
 * <pre class="code">
 * version: 1
 * defaults: {reportInterval: 60s}
 * machines:
 *   - name: mainpc
 *   - name: pc2
 * agents:
 *   - {name: ModelStore, machine: mainpc, criticality: critical}
 *   - {name: Cache, machine: pc2, batch: core, pilot: true, reportInterval: 5m}
 *   - name: Translator
 *     machine: pc2
 *     dependsOn:
 *       - Cache
 *       - {agent: ModelStore, fallback: Cache}
 * </pre>
 *
 * {@code docs/fleet.md} explains each key, and each fault. Keys that are not known are
 * refused, so that a slip of the pen is no silent default; files of later versions say so
 * in their first line. Confined to one reading.
 */
public final class FleetFile {

	/** Large enough for ten thousand agents. */
	static final int MAX_BYTES = 2 << 20;

	private static final Pattern MACHINE = Pattern.compile("[a-z0-9-]{1,32}");

	private static final Set<String> TOP_KEYS = Set.of("version", "defaults", "machines", "agents");

	private static final Set<String> MACHINE_KEYS = Set.of("name");

	private static final Set<String> DEFAULT_KEYS = Set.of("reportInterval");

	private final FaultList faults = new FaultList();

	private final Map<String, Integer> machines = new LinkedHashMap<>();

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
		Node root = this.faults.compose(text, MAX_BYTES);
		AgentReader agents = (root != null) ? read(root) : null;
		this.faults.throwIfAny(source);
		List<String> machines = List.copyOf(this.machines.keySet());
		if (agents == null) {
			return new Fleet(machines, List.of());
		}
		Fleet fleet = new Fleet(machines, agents.agents());
		return fleet.withWarnings(FleetWarnings.of(fleet, agents.lines()));
	}

	private AgentReader read(Node root) {
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
		AgentReader reader = new AgentReader(this.faults, this.machines.keySet(), defaultInterval(top.get("defaults")));
		if (agents != null) {
			reader.read(agents);
		}
		return reader;
	}

	private Duration defaultInterval(@Nullable Node node) {
		if (node == null) {
			return FleetAgent.DEFAULT_REPORT_INTERVAL;
		}
		Map<String, Node> values = this.faults.mapping(node, "defaults", DEFAULT_KEYS);
		return this.faults.interval(values.get("reportInterval"), "the default reportInterval",
				FleetAgent.DEFAULT_REPORT_INTERVAL);
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

}

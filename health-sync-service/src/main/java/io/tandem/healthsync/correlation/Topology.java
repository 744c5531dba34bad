package io.tandem.healthsync.correlation;

import io.tandem.fleet.Dependency;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who needs whom, seen from one machine: the fleet's agents, and what is under them
 * without being in the fleet file: machines, brokers, hubs, and the links between
 * machines. Immutable.
 */
public final class Topology {

	private final String self;

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	private final Map<String, Duration> intervals = new HashMap<>();

	private final Map<String, List<String>> agentsOf = new LinkedHashMap<>();

	private final Map<String, List<Need>> needsOf = new HashMap<>();

	private final Map<String, List<Need>> neededBy = new HashMap<>();

	/**
	 * Makes the topology of a fleet.
	 * @param self the machine from which it is seen; it need not be in the fleet
	 */
	public Topology(Fleet fleet, String self) {
		this.self = self;
		fleet.machines().forEach(this::addMachine);
		if (!this.agentsOf.containsKey(self)) {
			addMachine(self);
		}
		List<String> machines = List.copyOf(this.agentsOf.keySet());
		for (int i = 0; i < machines.size(); i++) {
			for (int j = i + 1; j < machines.size(); j++) {
				String name = link(machines.get(i), machines.get(j));
				add(new Node(name, NodeKind.LINK, ends(machines.get(i), machines.get(j)), false));
			}
		}
		fleet.agents().forEach(this::addAgent);
		Map<String, String> machineOf = new HashMap<>();
		fleet.agents().forEach((agent) -> machineOf.put(agent.name(), agent.machine()));
		fleet.agents().forEach((agent) -> addNeeds(agent, machineOf));
	}

	/** Returns the name of a machine's hub. */
	public static String hub(String machine) {
		return "hub@" + machine;
	}

	/** Returns the name of a machine's broker. */
	public static String broker(String machine) {
		return "broker@" + machine;
	}

	/** Returns the name of a machine as a node. */
	public static String machine(String machine) {
		return "machine " + machine;
	}

	/** Returns the name of the link between two machines, the same for both ends. */
	public static String link(String one, String other) {
		return "link " + ends(one, other);
	}

	private static String ends(String one, String other) {
		return new Machine(one).linkTo(new Machine(other));
	}

	/** Returns the machine from which it is seen. */
	public String self() {
		return this.self;
	}

	/** Returns the names of all machines. */
	public List<String> machines() {
		return List.copyOf(this.agentsOf.keySet());
	}

	/** Returns the names of a machine's agents, none for an unknown one. */
	public List<String> agentsOf(String machine) {
		return this.agentsOf.getOrDefault(machine, List.of());
	}

	/** Returns the node of that name, or null if there is none. */
	public @Nullable Node node(String name) {
		return this.nodes.get(name);
	}

	/** Returns within which time a report of an agent is expected. */
	public Duration intervalOf(String agent) {
		return this.intervals.getOrDefault(agent, FleetAgent.DEFAULT_REPORT_INTERVAL);
	}

	/** Returns what the node needs. */
	List<Need> needsOf(String node) {
		return this.needsOf.getOrDefault(node, List.of());
	}

	/** Returns who needs the node. */
	List<Need> neededBy(String node) {
		return this.neededBy.getOrDefault(node, List.of());
	}

	private void addMachine(String machine) {
		this.agentsOf.put(machine, new ArrayList<>());
		add(new Node(machine(machine), NodeKind.MACHINE, machine, false));
		add(new Node(broker(machine), NodeKind.BROKER, machine, false));
		add(new Node(hub(machine), NodeKind.HUB, machine, false));
		add(Need.work(broker(machine), machine(machine)));
		add(Need.work(hub(machine), machine(machine)));
	}

	private void addAgent(FleetAgent agent) {
		add(new Node(agent.name(), NodeKind.AGENT, agent.machine(), agent.isCritical()));
		this.intervals.put(agent.name(), agent.reportInterval());
		this.agentsOf.computeIfAbsent(agent.machine(), (name) -> new ArrayList<>()).add(agent.name());
	}

	private void addNeeds(FleetAgent agent, Map<String, String> machineOf) {
		String name = agent.name();
		String machine = agent.machine();
		for (Dependency dependency : agent.dependencies()) {
			add(new Need(name, dependency.agent(), dependency.fallback(), false));
			String other = machineOf.getOrDefault(dependency.agent(), machine);
			if (!other.equals(machine)) {
				add(new Need(name, link(machine, other), dependency.fallback(), false));
			}
		}
		add(Need.work(name, machine(machine)));
		// who is behind a link that is cut is not judged at all, so it is no voice
		add(Need.voice(name, broker(machine)));
	}

	private void add(Node node) {
		this.nodes.put(node.name(), node);
	}

	private void add(Need need) {
		this.needsOf.computeIfAbsent(need.from(), (name) -> new ArrayList<>()).add(need);
		this.neededBy.computeIfAbsent(need.to(), (name) -> new ArrayList<>()).add(need);
	}

}

package io.tandem.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the agents of a fleet file. Confined to one reading. */
final class AgentReader {

	private static final Set<String> AGENT_KEYS = Set.of("name", "machine", "criticality", "batch", "pilot",
			"reportInterval", "dependsOn");

	private static final Set<String> DEPENDENCY_KEYS = Set.of("agent", "fallback");

	private static final Set<String> WORDS = Set.of(Fallback.None.WORD, Fallback.Self.WORD);

	private final FaultList faults;

	private final Set<String> machines;

	private final Duration defaultInterval;

	private final Map<String, Integer> lines = new LinkedHashMap<>();

	private final Map<String, @Nullable String> machineOf = new HashMap<>();

	private final List<FleetAgent> agents = new ArrayList<>();

	private final List<Declared> declared = new ArrayList<>();

	AgentReader(FaultList faults, Set<String> machines, Duration defaultInterval) {
		this.faults = faults;
		this.machines = machines;
		this.defaultInterval = defaultInterval;
	}

	/** Reads all agents, and then what they need of each other. */
	void read(Node agents) {
		this.faults.items(agents, "agents").forEach(this::agent);
		DependencyCheck.check(this.declared, this.machineOf, this.faults);
	}

	/** Returns the agents; they fit together if no fault was found. */
	List<FleetAgent> agents() {
		return this.agents;
	}

	/** Returns the line in which each agent begins. */
	Map<String, Integer> lines() {
		return this.lines;
	}

	private void agent(Node node) {
		Map<String, Node> values = this.faults.mapping(node, "an agent", AGENT_KEYS);
		String name = this.faults.text(values, "name", node, "an agent");
		String machine = this.faults.text(values, "machine", node, "an agent");
		Criticality criticality = criticality(values.get("criticality"));
		Node batch = values.get("batch");
		String step = (batch != null) ? this.faults.text(batch, "an agent's batch") : null;
		boolean isPilot = this.faults.isTrue(values.get("pilot"), "an agent's pilot");
		Duration interval = this.faults.interval(values.get("reportInterval"), "an agent's reportInterval",
				this.defaultInterval);
		if (machine != null && !this.machines.contains(machine)) {
			this.faults.add(values.getOrDefault("machine", node),
					"unknown machine, known are " + this.machines + ": '" + FaultList.shorten(machine) + "'");
		}
		List<Declared> needs = dependencies(values.get("dependsOn"), (name != null) ? name : "an agent");
		if (name == null) {
			return;
		}
		checkName(name, values.getOrDefault("name", node));
		Integer earlier = this.lines.putIfAbsent(name, FaultList.line(node));
		if (earlier != null) {
			this.faults.add(node, "agent stands there twice, first in line " + earlier + ": " + name);
		}
		this.machineOf.putIfAbsent(name, (machine != null && this.machines.contains(machine)) ? machine : null);
		this.declared.addAll(needs);
		if (machine != null && criticality != null) {
			this.agents.add(new FleetAgent(name, machine, criticality, step, interval,
					needs.stream().map(Declared::dependency).toList(), isPilot));
		}
	}

	private void checkName(String name, Node at) {
		if (!FleetAgent.isName(name)) {
			this.faults.add(at, "an agent's name must be up to 64 of [A-Za-z0-9_-], dots between them: '"
					+ FaultList.shorten(name) + "'");
		}
		else if (WORDS.contains(name)) {
			this.faults.add(at, "no agent may be called " + name + ", which is a word for a fallback");
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
			.filter((value) -> value.word().equals(word))
			.findFirst()
			.orElseGet(() -> {
				this.faults.add(node, "criticality must be critical or standard: '" + FaultList.shorten(word) + "'");
				return null;
			});
	}

	private List<Declared> dependencies(@Nullable Node node, String agent) {
		Map<String, Declared> found = new LinkedHashMap<>();
		if (node != null) {
			for (Node item : this.faults.items(node, "an agent's dependsOn")) {
				Declared one = dependency(item, agent);
				Declared earlier = (one != null) ? found.putIfAbsent(one.to(), one) : null;
				if (one != null && earlier != null) {
					this.faults.add(item, FaultList.shorten(agent) + " depends on " + FaultList.shorten(one.to())
							+ " twice, first in line " + earlier.line());
				}
			}
		}
		return List.copyOf(found.values());
	}

	private @Nullable Declared dependency(Node item, String agent) {
		if (item instanceof ScalarNode) {
			String to = this.faults.text(item, "a dependency");
			return (to != null) ? new Declared(agent, to, null, FaultList.line(item)) : null;
		}
		Map<String, Node> values = this.faults.mapping(item, "a dependency", DEPENDENCY_KEYS);
		String to = this.faults.text(values, "agent", item, "a dependency");
		Node fallback = values.get("fallback");
		return (to != null)
				? new Declared(agent, to, (fallback != null) ? fallback(fallback) : null, FaultList.line(item)) : null;
	}

	private Fallback fallback(Node node) {
		String word = this.faults.text(node, "a dependency's fallback");
		return switch (word) {
			// noted already; one that is as good as any, so that nothing more is said of
			// it
			case null -> Fallback.SELF;
			case Fallback.Self.WORD -> Fallback.SELF;
			case Fallback.None.WORD -> Fallback.NONE;
			default -> new Fallback.Agent(word);
		};
	}

}

package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.fleet.DependencyGraph.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyGraphTests {

	@Test
	void namesDependenciesAndDependentsInTheFleetsOrder() {
		DependencyGraph graph = graph(agent("top", "pc2", "mid", "base|self"), agent("mid", "pc2", "base"),
				agent("base", "mainpc"));
		assertThat(graph.nodes()).containsExactly("top", "mid", "base");
		assertThat(graph.edges()).containsExactly(new Edge("top", "mid", Fallback.NONE, false),
				new Edge("top", "base", Fallback.SELF, true), new Edge("mid", "base", Fallback.NONE, true));
		assertThat(graph.dependenciesOf("top")).containsExactly("mid", "base");
		assertThat(graph.dependentsOf("base")).containsExactly("top", "mid");
		assertThat(graph.edgesTo("base")).extracting(Edge::from).containsExactly("top", "mid");
		assertThat(graph.dependenciesOf("base")).isEmpty();
		assertThat(graph.dependentsOf("top")).isEmpty();
	}

	@Test
	void impactGoesOnUntilSomeoneGoesOnByItself() {
		DependencyGraph graph = graph(agent("safe", "pc2", "b|self"), agent("behind", "pc2", "safe"),
				agent("c", "pc2", "b"), agent("b", "pc2", "a"), agent("a", "pc2"), agent("other", "pc2"));
		assertThat(graph.impactOf("a")).containsExactly("c", "b");
		assertThat(graph.impactOf("b")).containsExactly("c");
		assertThat(graph.impactOf("safe")).containsExactly("behind");
		assertThat(graph.impactOf("other")).isEmpty();
	}

	@Test
	void aFallbackThatIsGoneAsWellIsNone() {
		DependencyGraph graph = graph(agent("user", "pc2", "first|second"), agent("first", "pc2", "base"),
				agent("second", "pc2", "base"), agent("base", "pc2"));
		assertThat(graph.impactOf("first")).isEmpty();
		assertThat(graph.impactOf("second")).isEmpty();
		assertThat(graph.impactOf("base")).containsExactly("user", "first", "second");
	}

	@Test
	void anAgentThatIsNotThereNeedsNobody() {
		DependencyGraph graph = graph(agent("a", "pc2"));
		assertThat(graph.dependenciesOf("b")).isEmpty();
		assertThat(graph.dependentsOf("b")).isEmpty();
		assertThat(graph.edgesTo("b")).isEmpty();
		assertThat(graph.impactOf("b")).isEmpty();
		assertThat(Fleet.empty().dependencies().nodes()).isEmpty();
	}

	@Test
	void nothingInItCanBeChanged() {
		DependencyGraph graph = graph(agent("a", "pc2", "b"), agent("b", "pc2"));
		assertThatThrownBy(() -> graph.nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
		assertThatThrownBy(() -> graph.edges().clear()).isInstanceOf(UnsupportedOperationException.class);
		assertThatThrownBy(() -> graph.edgesTo("b").clear()).isInstanceOf(UnsupportedOperationException.class);
		assertThatThrownBy(() -> graph.impactOf("b").clear()).isInstanceOf(UnsupportedOperationException.class);
		assertThatThrownBy(() -> graph.dependentsOf("b").clear()).isInstanceOf(UnsupportedOperationException.class);
	}

	@Test
	void whatDoesNotFitTogetherIsNoFleet() {
		assertThatIllegalArgumentException().isThrownBy(() -> graph(agent("a", "pc2", "b")))
			.withMessage("unknown agent: agent=a dependsOn=b");
		assertThatIllegalArgumentException().isThrownBy(() -> graph(agent("a", "pc2", "b|c"), agent("b", "pc2")))
			.withMessage("unknown agent: agent=a dependsOn=c");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> graph(agent("a", "pc2", "b"), agent("b", "pc2", "a|self")))
			.withMessage("agents depend on each other: cycles=[[a, b]]");
	}

	/**
	 * The impact is what a plain reading of its rule gives, on graphs that nobody chose.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void impactIsWhatItsRuleSays(long seed) {
		DependencyGraph graph = random(new Random(seed), 60);
		for (String agent : graph.nodes()) {
			assertThat(graph.impactOf(agent)).as("agent=%s seed=%d", agent, seed)
				.containsExactlyInAnyOrderElementsOf(slowImpactOf(graph, agent));
		}
	}

	@Test
	void fiveThousandAgentsAreWarnedOfAsWell() throws Exception {
		StringBuilder text = new StringBuilder("version: 1\nmachines: [{name: pc2}]\nagents:\n");
		for (int i = 0; i < 5_000; i++) {
			text.append("  - {name: a").append(i).append(", machine: pc2, dependsOn: [");
			text.append((i > 0) ? "a" + (i - 1) / 2 : "").append("]}\n");
		}
		assertThat(FleetFile.parse(text.toString(), "test").warnings()).hasSize(311);
	}

	private static Set<String> slowImpactOf(DependencyGraph graph, String agent) {
		Set<String> gone = new HashSet<>(Set.of(agent));
		boolean isGrowing = true;
		while (isGrowing) {
			isGrowing = false;
			for (Edge edge : graph.edges()) {
				if (edge.isCutBy(gone)) {
					isGrowing |= gone.add(edge.from());
				}
			}
		}
		gone.remove(agent);
		return gone;
	}

	/** Each agent needs up to three of those before it, so that there is no cycle. */
	private static DependencyGraph random(Random random, int size) {
		List<FleetAgent> agents = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			Set<String> needs = new HashSet<>();
			for (int j = 0; j < Math.min(3, i / 3); j++) {
				int to = random.nextInt(i);
				int other = random.nextInt(i);
				needs.add("a" + to + switch (random.nextInt(3)) {
					case 0 -> "";
					case 1 -> "|self";
					default -> (other == to) ? "" : "|a" + other;
				});
			}
			agents.add(agent("a" + i, "pc2", needs.toArray(String[]::new)));
		}
		return graph(agents.toArray(FleetAgent[]::new));
	}

	private static DependencyGraph graph(FleetAgent... agents) {
		return new Fleet(List.of("pc2", "mainpc"), List.of(agents)).dependencies();
	}

	static FleetAgent agent(String name, String machine, String... needs) {
		return new FleetAgent(name, machine, Criticality.STANDARD, null, Duration.ofSeconds(60),
				List.of(needs).stream().map(DependencyGraphTests::dependency).toList(), false);
	}

	private static Dependency dependency(String text) {
		String[] parts = text.split("\\|");
		Fallback fallback = (parts.length == 1) ? Fallback.NONE
				: parts[1].equals("self") ? Fallback.SELF : new Fallback.Agent(parts[1]);
		return new Dependency(parts[0], fallback);
	}

}

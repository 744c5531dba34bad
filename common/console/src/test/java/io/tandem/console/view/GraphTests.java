package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers.Edge;
import io.tandem.console.source.HealthAnswers.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class GraphTests {

	private static final Map<String, String> MACHINES = Map.of("Root", "pc2", "One", "pc2", "Two", "mainpc");

	@Test
	void eachColumnIsFartherFromTheRoot() {
		Graph graph = Graph.of(incident("Root", List.of("Root", "One", "Two"), List.of("Root", "Two")),
				List.of(edge("One", "Root", "none"), edge("Two", "One", "self")), MACHINES);
		assertThat(graph.boxes()).extracting(Graph.Box::name).containsExactly("Root", "One", "Two");
		assertThat(graph.boxes()).extracting(Graph.Box::x).isSorted().doesNotHaveDuplicates();
		assertThat(graph.boxes()).extracting(Graph.Box::kind).containsExactly("failing", "recovered", "failing");
		assertThat(graph.boxes()).extracting(Graph.Box::isRoot).containsExactly(true, false, false);
		assertThat(graph.arrows()).extracting(Graph.Arrow::isSoft).containsExactly(false, true);
	}

	@Test
	void whoNeedsTheRootAndIsWellIsShown() {
		Graph graph = Graph.of(incident("Root", List.of("Root"), List.of("Root")),
				List.of(edge("One", "Root", "self"), edge("Two", "One", "none")), MACHINES);
		assertThat(graph.boxes()).extracting(Graph.Box::name, Graph.Box::kind)
			.containsExactly(tuple("Root", "failing"), tuple("One", "well"));
	}

	@Test
	void whatNoDependencyReachesHangsOnTheRoot() {
		Graph graph = Graph.of(incident("hub@pc2", List.of("One"), List.of()), List.of(), MACHINES);
		assertThat(graph.arrows()).hasSize(1);
		assertThat(graph.boxes().getFirst().href()).isNull();
		assertThat(graph.boxes().getLast().href()).isEqualTo("/console/agents/pc2/One");
	}

	@Test
	void aCycleEnds() {
		Graph graph = Graph.of(incident("Root", List.of("One"), List.of()),
				List.of(edge("One", "Root", "none"), edge("Root", "One", "none")), MACHINES);
		assertThat(graph.boxes()).hasSize(2);
	}

	@Test
	void whatFindsNoRoomIsCounted() {
		List<String> many = IntStream.range(0, 200).mapToObj((i) -> "Agent" + i).toList();
		Graph graph = Graph.of(incident("Root", many, many), List.of(), MACHINES);
		assertThat(graph.boxes()).hasSize(80);
		assertThat(graph.leftOut()).isEqualTo(121);
	}

	private static Edge edge(String from, String to, String fallback) {
		return new Edge(from, to, fallback, false);
	}

	private static Incident incident(String root, List<String> members, List<String> failing) {
		return new Incident(null, null, "id", root, "agent", "pc2", "critical", "OPEN", Instant.EPOCH, null, members,
				failing, 0.9, List.of(), 0, true, root, null, null, List.of());
	}

}

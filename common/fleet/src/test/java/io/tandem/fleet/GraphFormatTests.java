package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GraphFormatTests {

	private static final String FLEET = """
			version: 1
			machines: [{name: mainpc}, {name: pc2}]
			agents:
			  - {name: end, machine: pc2, dependsOn: [near, {agent: far, fallback: near}]}
			  - {name: near, machine: pc2, criticality: critical, dependsOn: [{agent: far, fallback: self}]}
			  - {name: far, machine: mainpc}
			  - {name: shop.api-1, machine: pc2, dependsOn: [{agent: far, fallback: none}]}
			""";

	@Test
	void dotDrawsMachinesAsClusters() throws Exception {
		assertThat(GraphFormat.DOT.write(FleetFile.parse(FLEET, "test"))).isEqualTo("""
				digraph fleet {
					rankdir=LR;
					node [shape=box];
					subgraph "cluster_mainpc" {
						label="mainpc";
						"far";
					}
					subgraph "cluster_pc2" {
						label="pc2";
						"end";
						"near" [penwidth=3];
						"shop.api-1";
					}
					"end" -> "near";
					"end" -> "far" [style=dashed, label="near"];
					"near" -> "far" [style=dashed, label="self"];
					"shop.api-1" -> "far" [color=red];
				}
				""");
	}

	@Test
	void mermaidNumbersItsNodes() throws Exception {
		assertThat(GraphFormat.MERMAID.write(FleetFile.parse(FLEET, "test"))).isEqualTo("""
				flowchart LR
					subgraph m0["mainpc"]
						a0["far"]
					end
					subgraph m1["pc2"]
						a1["end"]
						a2["near"]
						a3["shop.api-1"]
					end
					a1 --> a2
					a1 -. "near" .-> a0
					a2 -. "self" .-> a0
					a3 --> a0
					classDef critical stroke-width:3px
					class a2 critical
					linkStyle 3 stroke:red
				""");
	}

	@Test
	void theSameFileIsAlwaysDrawnAlike() throws Exception {
		Path file = Path.of("../../deploy/fleet.yaml");
		for (GraphFormat format : GraphFormat.values()) {
			String text = format.write(FleetFile.load(file));
			assertThat(text).isEqualTo(format.write(FleetFile.load(file))).endsWith("\n");
			assertThat(GraphFormat.of(format.word())).hasValue(format);
		}
		assertThat(GraphFormat.of("png")).isEmpty();
	}

	@Test
	void anEmptyFleetIsAnEmptyDrawing() {
		assertThat(GraphFormat.DOT.write(Fleet.empty())).endsWith("[shape=box];\n}\n");
		assertThat(GraphFormat.MERMAID.write(Fleet.empty())).isEqualTo("flowchart LR\n");
	}

}

package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.FleetWarning.Kind;
import io.tandem.fleet.InvalidFleetException.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetFileTests {

	@Test
	void theReferenceFleetIsTwoMachinesAndSeventySevenAgents() throws Exception {
		Fleet fleet = FleetFile.load(Path.of("../../deploy/fleet.yaml"));
		assertThat(fleet.machines()).containsExactly("mainpc", "pc2");
		assertThat(fleet.agentsOf("mainpc")).hasSize(37);
		assertThat(fleet.agentsOf("pc2")).hasSize(40);
		assertThat(fleet.agentsOf("pc2")).filteredOn((agent) -> "core-infrastructure".equals(agent.batch()))
			.hasSize(10)
			.extracting(FleetAgent::name)
			.contains("ObservabilityHub", "ResourceManager", "UnifiedUtilsAgent");
		assertThat(fleet.criticalNames("pc2")).contains("ObservabilityHub").doesNotContain("UnifiedUtilsAgent");
		assertThat(fleet.criticalNames("mainpc")).isNotEmpty();
	}

	@Test
	void theReferenceFleetMovesInBatchesAfterThreePilots() throws Exception {
		Fleet fleet = FleetFile.load(Path.of("../../deploy/fleet.yaml"));
		Map<String, Integer> sizes = new LinkedHashMap<>();
		fleet.batchesOf("pc2").forEach((batch, agents) -> sizes.put(batch, agents.size()));
		assertThat(sizes).containsExactly(Map.entry("core-infrastructure", 10), Map.entry("model-processing", 15),
				Map.entry("support-utility", 15));
		assertThat(fleet.agents()).filteredOn(FleetAgent::isPilot)
			.extracting(FleetAgent::name)
			.containsExactly("ObservabilityHub", "ResourceManager", "UnifiedUtilsAgent");
		assertThat(fleet.agents()).extracting(FleetAgent::batch).doesNotContainNull();
		assertThat(fleet.find("ObservabilityHub").orElseThrow().reportInterval()).isEqualTo(Duration.ofSeconds(60));
		assertThat(fleet.find("BackupAgent").orElseThrow().reportInterval()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void theReferenceFleetIsWarnedOfForItsSinglePointsOfFailureOnly() throws Exception {
		Fleet fleet = FleetFile.load(Path.of("../../deploy/fleet.yaml"));
		assertThat(fleet.warnings()).isNotEmpty()
			.allSatisfy((warning) -> assertThat(warning.kind()).isEqualTo(Kind.SINGLE_POINT_OF_FAILURE));
		assertThat(fleet.warnings()).extracting(FleetWarning::agent).contains("ServiceRegistry", "ResourceManager");
		assertThat(fleet.dependencies().edges()).filteredOn(Edge::isBetweenMachines)
			.hasSizeGreaterThan(20)
			.filteredOn((edge) -> edge.fallback() instanceof Fallback.None)
			.extracting(Edge::from)
			.containsExactly("ToolRunner", "BackupAgent");
	}

	@Test
	void whatIsLeftOutIsStandardAndHasNoBatch() throws Exception {
		Fleet fleet = FleetFile.parse("""
				version: 1
				machines:
				  - name: pc2
				agents:
				  - name: shop.api-1
				    machine: pc2
				""", "test");
		assertThat(fleet.find("shop.api-1")).hasValue(new FleetAgent("shop.api-1", "pc2", Criticality.STANDARD, null,
				Duration.ofSeconds(60), List.of(), false));
		assertThat(fleet.batchesOf("pc2")).isEmpty();
		assertThat(fleet.find("shop")).isEmpty();
		assertThat(fleet.criticalNames("pc2")).isEmpty();
		assertThat(fleet.criticalNames("mainpc")).isEmpty();
	}

	@Test
	void anIntervalIsTheAgentsOwnOrTheFilesOrAMinute() throws Exception {
		Fleet fleet = FleetFile.parse("""
				version: 1
				machines: [{name: pc2}]
				agents:
				  - {name: a, machine: pc2, reportInterval: 5m}
				  - {name: b, machine: pc2, reportInterval: PT2H}
				  - {name: c, machine: pc2}
				defaults: {reportInterval: 30s}
				""", "test");
		assertThat(fleet.agents()).extracting(FleetAgent::reportInterval)
			.containsExactly(Duration.ofMinutes(5), Duration.ofHours(2), Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(strings = { "60", "999ms", "25h", "-5s", "soon", "P", "[5s]", "~", "99999999999999999999s", "1m 30s" })
	void anIntervalHasAUnitAndIsBetweenASecondAndADay(String interval) {
		assertThat(faults("""
				version: 1
				machines: [{name: pc2}]
				defaults: {reportInterval: %s}
				agents:
				  - {name: a, machine: pc2, reportInterval: %s}
				""".formatted(interval, interval))).extracting(Fault::line).containsExactly(3, 5);
	}

	@Test
	void whatAnAgentNeedsIsANameOrANameWithAFallback() throws Exception {
		Fleet fleet = FleetFile.parse("""
				version: 1
				machines: [{name: pc2}, {name: mainpc}]
				agents:
				  - name: a
				    machine: pc2
				    pilot: true
				    dependsOn:
				      - b
				      - agent: c
				      - {agent: d, fallback: self}
				      - {agent: e, fallback: b}
				      - {agent: f, fallback: none}
				  - {name: b, machine: pc2, pilot: false}
				  - {name: c, machine: pc2, dependsOn: []}
				  - {name: d, machine: mainpc}
				  - {name: e, machine: mainpc}
				  - {name: f, machine: mainpc}
				""", "test");
		FleetAgent a = fleet.find("a").orElseThrow();
		assertThat(a.dependencies()).containsExactly(new Dependency("b", Fallback.NONE),
				new Dependency("c", Fallback.NONE), new Dependency("d", Fallback.SELF),
				new Dependency("e", new Fallback.Agent("b")), new Dependency("f", Fallback.NONE));
		assertThat(a.dependsOn()).containsExactly("b", "c", "d", "e", "f");
		assertThat(fleet.agents()).filteredOn(FleetAgent::isPilot).containsExactly(a);
		assertThat(fleet.warnings()).isEmpty();
	}

	@Test
	void allFaultsAreNamedAtOnceWithTheirLines() {
		assertThat(faults("""
				version: 1
				machines:
				  - name: pc2
				  - name: PC 3
				  - name: pc2
				agents:
				  - {name: a, machine: pc2}
				  - {name: a, machine: pc2}
				  - {name: b, machine: pc4}
				  - {name: bad name, machine: pc2}
				  - {name: c, machine: pc2, criticality: vital}
				  - {name: d, machine: pc2, interval: 5s}
				  - {machine: pc2}
				  - {name: e, name: f, machine: pc2}
				  - just a word
				  - {name: [g], machine: pc2, batch: }
				pumps: 3
				""")).extracting(Fault::toString)
			.satisfiesExactly((fault) -> assertThat(fault).startsWith("line 4: a machine's name must match"),
					(fault) -> assertThat(fault).isEqualTo("line 5: machine stands there twice, first in line 3: pc2"),
					(fault) -> assertThat(fault).isEqualTo("line 8: agent stands there twice, first in line 7: a"),
					(fault) -> assertThat(fault).startsWith("line 9: unknown machine").endsWith("'pc4'"),
					(fault) -> assertThat(fault).startsWith("line 10: an agent's name must").endsWith("'bad name'"),
					(fault) -> assertThat(fault)
						.isEqualTo("line 11: criticality must be critical or standard: 'vital'"),
					(fault) -> assertThat(fault).startsWith("line 12: unknown key in an agent").endsWith("'interval'"),
					(fault) -> assertThat(fault).isEqualTo("line 13: an agent has no name"),
					(fault) -> assertThat(fault).isEqualTo("line 14: key stands there twice in an agent: name"),
					(fault) -> assertThat(fault).startsWith("line 15: an agent must be a mapping of"),
					(fault) -> assertThat(fault).isEqualTo("line 16: an agent's name must be a text"),
					(fault) -> assertThat(fault).isEqualTo("line 16: an agent's batch must be a text"),
					(fault) -> assertThat(fault).startsWith("line 17: unknown key in the file"));
	}

	@Test
	void aFleetHasMachinesAndAVersionThatIsKnown() {
		assertThat(faults("version: 2\nmachines: []\n")).extracting(Fault::line).containsExactly(1, 2);
		assertThat(faults("agents: []\n")).extracting(Fault::problem)
			.containsExactlyInAnyOrder("the file has no version", "there are no machines");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "# nothing\n", "- a\n", "word", "a: [", "a: b: c", "a: *b", "\tx: 1", "a\0b" })
	void whatIsNoFleetIsAFaultAndNothingElse(String text) {
		assertThat(faults(text)).isNotEmpty().allSatisfy((fault) -> assertThat(fault.line()).isPositive());
	}

	@Test
	void aFileThatIsNotThereCannotBeRead() {
		assertThatThrownBy(() -> FleetFile.load(Path.of("no-such-file"))).isInstanceOf(IOException.class);
	}

	private static List<Fault> faults(String text) {
		InvalidFleetException ex = catchThrowableOfType(InvalidFleetException.class,
				() -> FleetFile.parse(text, "test"));
		assertThat(ex).isNotNull();
		return ex.faults();
	}

}

package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
	void whatIsLeftOutIsStandardAndHasNoBatch() throws Exception {
		Fleet fleet = FleetFile.parse("""
				version: 1
				machines:
				  - name: pc2
				agents:
				  - name: shop.api-1
				    machine: pc2
				""", "test");
		assertThat(fleet.find("shop.api-1")).hasValue(new FleetAgent("shop.api-1", "pc2", Criticality.STANDARD, null));
		assertThat(fleet.find("shop")).isEmpty();
		assertThat(fleet.criticalNames("pc2")).isEmpty();
		assertThat(fleet.criticalNames("mainpc")).isEmpty();
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

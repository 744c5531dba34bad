package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DependencyFaultTests {

	private static final String HEAD = """
			version: 1
			machines: [{name: pc2}, {name: mainpc}]
			agents:
			""";

	@Test
	void allFaultsAreNamedAtOnceBesideThoseOfOtherKinds() {
		assertThat(faults("""
				  - {name: a, machine: pc2, dependsOn: [gone, a, b, b]}
				  - {name: b, machine: pc2, dependsOn: {agent: a}}
				  - name: c
				    machine: pc2
				    dependsOn:
				      - {agent: a, fallback: true}
				      - {agent: b, fallback: c}
				      - {agent: d, fallback: d}
				      - {agent: e, fallbak: self}
				      - {fallback: self}
				      - {agent: f, fallback: }
				      - [a]
				      - ~
				  - {name: d, machine: nowhere, pilot: perhaps}
				  - {name: e, machine: pc2, criticality: vital}
				  - {name: f, machine: pc2, dependsOn: [d]}
				  - {name: none, machine: pc2}
				  - {name: self, machine: pc2, dependsOn: [missing]}
				""")).containsExactly("line 4: a depends on b twice, first in line 4",
				"line 4: a depends on an agent that is not in the file: 'gone'", "line 4: a depends on itself",
				"line 5: an agent's dependsOn must be a list",
				"line 9: c's fallback for a must be self, none or an agent of the file: 'true'",
				"line 10: c's fallback for b is itself: write fallback: self",
				"line 11: c's fallback for d must be another than that",
				"line 12: unknown key in a dependency, known are [agent, fallback]: 'fallbak'",
				"line 13: a dependency has no agent", "line 14: a dependency's fallback must be a text",
				"line 15: a dependency must be a mapping of [agent, fallback]", "line 16: a dependency must be a text",
				"line 17: an agent's pilot must be true or false: 'perhaps'",
				"line 17: unknown machine, known are [pc2, mainpc]: 'nowhere'",
				"line 18: criticality must be critical or standard: 'vital'",
				"line 20: no agent may be called none, which is a word for a fallback",
				"line 21: no agent may be called self, which is a word for a fallback",
				"line 21: self depends on an agent that is not in the file: 'missing'");
	}

	@Test
	void aCycleIsPrintedWhole() {
		assertThat(faults("""
				  - {name: outside, machine: pc2, dependsOn: [a]}
				  - {name: a, machine: pc2, dependsOn: [b]}
				  - {name: b, machine: pc2, dependsOn: [leaf, c]}
				  - {name: c, machine: pc2, dependsOn: [leaf, a]}
				  - {name: leaf, machine: pc2}
				""")).containsExactly("line 7: cycle: a -> b -> c -> a");
	}

	@Test
	void everyCycleIsNamedAndThoseThatShareAnAgentAreSeveral() {
		assertThat(faults("""
				  - {name: a, machine: pc2, dependsOn: [b, c]}
				  - {name: b, machine: pc2, dependsOn: [a]}
				  - {name: c, machine: pc2, dependsOn: [a]}
				  - {name: d, machine: pc2, dependsOn: [e]}
				  - {name: e, machine: pc2, dependsOn: [d, a]}
				""")).containsExactly("line 5: cycle: a -> b -> a", "line 6: cycle: a -> c -> a",
				"line 8: cycle: d -> e -> d");
	}

	@Test
	void aFallbackIsNeededToo() {
		assertThat(faults("""
				  - {name: a, machine: pc2, dependsOn: [{agent: b, fallback: c}]}
				  - {name: b, machine: pc2}
				  - {name: c, machine: pc2, dependsOn: [a]}
				""")).containsExactly("line 6: cycle: a -> c -> a; a falls back on c");
	}

	@Test
	void aFallbackOfAnotherKindDoesNotBreakACycle() {
		assertThat(faults("""
				  - {name: a, machine: pc2, dependsOn: [{agent: b, fallback: self}]}
				  - {name: b, machine: pc2, dependsOn: [{agent: a, fallback: none}]}
				""")).containsExactly("line 5: cycle: a -> b -> a");
	}

	@Test
	void whoTiesEverythingToEverythingReadsOfTwentyCycles() {
		List<String> names = IntStream.range(0, 30).mapToObj((i) -> "agent" + i).toList();
		String text = names.stream()
			.map((name) -> "  - {name: " + name + ", machine: pc2, dependsOn: "
					+ names.stream().filter((other) -> !other.equals(name)).toList() + "}\n")
			.collect(Collectors.joining());
		assertThat(faults(text)).hasSize(21)
			.allSatisfy((fault) -> assertThat(fault).containsAnyOf("cycle: ", " more cycles"))
			.filteredOn((fault) -> fault.endsWith("and 415 more cycles"))
			.hasSize(1);
	}

	@Test
	void aChainOfAnyLengthIsNoCycle() throws Exception {
		int length = 10_000;
		String text = IntStream.range(0, length)
			.mapToObj((i) -> "  - {name: a" + i + ", machine: pc2, dependsOn: ["
					+ ((i + 1 < length) ? "{agent: a" + (i + 1) + ", fallback: self}" : "") + "]}\n")
			.collect(Collectors.joining());
		assertThat(FleetFile.parse(HEAD + text, "test").dependencies().edges()).hasSize(length - 1);
		assertThat(faults(text.replace("[]", "[a0]"))).singleElement()
			.asString()
			.startsWith("line " + (length + 3) + ": cycle: a0 -> a1 -> a2 -> ")
			.endsWith(" -> a9999 -> a0");
	}

	@Test
	void betweenMachinesTheFileSaysWhatHappensWithout() throws Exception {
		assertThat(faults("""
				  - {name: a, machine: pc2, dependsOn: [b, c]}
				  - {name: b, machine: pc2}
				  - {name: c, machine: mainpc, dependsOn: [{agent: b}]}
				""")).containsExactly(
				"line 4: a on pc2 depends on c on mainpc without a fallback: say what it does while the machines are"
						+ " apart, {agent: c, fallback: ...} with another agent, self or none",
				"line 6: c on mainpc depends on b on pc2 without a fallback: say what it does while the machines are"
						+ " apart, {agent: b, fallback: ...} with another agent, self or none");
		assertThat(FleetFile.parse(HEAD + """
				  - {name: a, machine: pc2, dependsOn: [b, {agent: c, fallback: none}]}
				  - {name: b, machine: pc2}
				  - {name: c, machine: mainpc, dependsOn: [{agent: b, fallback: self}]}
				""", "test").warnings()).isEmpty();
	}

	private static List<String> faults(String agents) {
		InvalidFleetException ex = catchThrowableOfType(InvalidFleetException.class,
				() -> FleetFile.parse(HEAD + agents, "test"));
		assertThat(ex).isNotNull();
		return ex.faults().stream().map(Fault::toString).toList();
	}

}

package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.FleetWarning.Kind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetWarningsTests {

	@Test
	void fiveThatAreLostWithOneAreACrowdInASmallFleet() throws Exception {
		assertThat(warnings(star(4))).isEmpty();
		assertThat(warnings(star(5))).containsExactly(new FleetWarning(4, Kind.SINGLE_POINT_OF_FAILURE, "base",
				"if base fails, 5 agents are lost with it: a0, a1, a2, a3, a4"));
	}

	@Test
	void aFifthIsACrowdInBetween() throws Exception {
		String others = "  - {name: b%d, machine: pc2}\n";
		String all = star(10) + IntStream.range(0, 43).mapToObj(others::formatted).collect(Collectors.joining());
		assertThat(warnings(all)).hasSize(1);
		assertThat(warnings(all + others.formatted(43))).isEmpty();
	}

	@Test
	void twentyFiveAreACrowdInALargeOneAndTenOfThemAreNamed() throws Exception {
		String others = IntStream.range(0, 200)
			.mapToObj((i) -> "  - {name: b" + i + ", machine: pc2}\n")
			.collect(Collectors.joining());
		assertThat(warnings(star(24) + others)).isEmpty();
		assertThat(warnings(star(25) + others)).extracting(FleetWarning::problem)
			.containsExactly("if base fails, 25 agents are lost with it: a0, a1, a2, a3, a4, a5, a6, a7, a8, a9"
					+ " and 15 more");
	}

	@Test
	void whoGoesOnByItselfIsNotLost() throws Exception {
		assertThat(warnings(star(5).replace("dependsOn: [base]", "dependsOn: [{agent: base, fallback: self}]")))
			.isEmpty();
	}

	@Test
	void aFallbackThatFailsWithWhatItStandsInForIsNone() throws Exception {
		assertThat(warnings("""
				  - {name: base, machine: pc2}
				  - {name: other, machine: pc2, dependsOn: [base]}
				  - {name: user, machine: pc2, dependsOn: [{agent: base, fallback: other}]}
				""")).containsExactly(new FleetWarning(6, Kind.FALLBACK_FAILS_TOO, "user",
				"if base fails, other, on which user falls back, is lost with it"));
	}

	@Test
	void aFallbackOnTheSameFarMachineIsOutOfReachAsWell() throws Exception {
		assertThat(warnings("""
				  - {name: user, machine: pc2, dependsOn: [{agent: far, fallback: alsofar}]}
				  - {name: far, machine: mainpc}
				  - {name: alsofar, machine: mainpc}
				""")).containsExactly(new FleetWarning(4, Kind.FALLBACK_OUT_OF_REACH, "user",
				"if mainpc cannot be reached, user is left without far and without alsofar, on which it falls back"));
		assertThat(warnings("""
				  - {name: user, machine: pc2, dependsOn: [{agent: far, fallback: near}]}
				  - {name: far, machine: mainpc}
				  - {name: near, machine: pc2}
				""")).isEmpty();
	}

	private static String star(int size) {
		return "  - {name: base, machine: pc2}\n" + IntStream.range(0, size)
			.mapToObj((i) -> "  - {name: a" + i + ", machine: pc2, dependsOn: [base]}\n")
			.collect(Collectors.joining());
	}

	private static List<FleetWarning> warnings(String agents) throws InvalidFleetException {
		return FleetFile.parse("version: 1\nmachines: [{name: pc2}, {name: mainpc}]\nagents:\n" + agents, "test")
			.warnings();
	}

}

package io.tandem.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetToolTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	Path directory;

	@Test
	void aGoodFileIsSummedUpWithItsWarnings() {
		String file = "../../deploy/fleet.yaml";
		assertThat(run("check", file)).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.containsPattern(
					"(?m)^" + file + ":\\d+: warning: if ResourceManager fails, \\d+ agents are lost with it: ")
			.containsPattern("(?m)^mainpc: 37 agents, of them \\d+ critical; batches core 7, memory 5, models 8, ")
			.containsPattern(
					"(?m)^pc2: 40 agents, of them 5 critical; batches core-infrastructure 10, model-processing 15,"
							+ " support-utility 15; pilots ObservabilityHub, ResourceManager, UnifiedUtilsAgent$")
			.containsPattern(
					"(?m)^2 machines, 77 agents, \\d+ dependencies, of them \\d+ between machines \\(2 without a"
							+ " fallback\\), no faults, \\d+ warnings$");
		assertThat(this.err.size()).isZero();
	}

	@Test
	void aSmallFileIsSummedUpToo() throws IOException {
		String file = write("""
				version: 1
				machines: [{name: pc2}, {name: pc3}]
				agents:
				  - {name: a, machine: pc2, batch: one}
				  - {name: b, machine: pc2, dependsOn: [a]}
				""");
		assertThat(run("check", file)).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualTo(
				"""
						pc2: 2 agents, of them 0 critical; batches one 1, in none 1
						pc3: 0 agents, of them 0 critical; no batches
						2 machines, 2 agents, 1 dependency, of them 0 between machines (0 without a fallback), no faults, 0 warnings
						""");
	}

	@Test
	void faultsAreNamedWithFileAndLine() throws IOException {
		String file = write("""
				version: 1
				machines: [{name: pc2}]
				agents:
				  - {name: a, machine: pc2, dependsOn: [b]}
				  - {name: c, machine: pc3}
				""");
		assertThat(run("check", file)).isEqualTo(1);
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.isEqualTo(file + ":4: a depends on an agent that is not in the file: 'b'\n" + file
					+ ":5: unknown machine, known are [pc2]: 'pc3'\n"
					+ "2 faults: services would refuse the file and go on with the fleet that they know\n");
		this.out.reset();
		assertThat(run("graph", file)).isEqualTo(1);
		assertThat(this.out.size()).isZero();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(file + ":4: ").contains(file + ":5: ");
	}

	@Test
	void drawsInBothFormats() {
		String file = "../../deploy/fleet.yaml";
		assertThat(run("graph", file)).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("digraph fleet {");
		this.out.reset();
		assertThat(run("graph", file, "--format", "mermaid")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("flowchart LR");
		this.out.reset();
		assertThat(run("graph", "--format", "dot", file)).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("digraph fleet {");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "check", "graph", "wipe FILE", "check FILE FILE", "graph FILE --format",
			"graph FILE --format png", "graph FILE FILE --format", "check FILE --format dot", "check no-such-file",
			"graph no-such-file", "check ." })
	void wrongUsageIsItsOwnExitCode(String words) {
		assertThat(run(words.replace("FILE", "../../deploy/fleet.yaml").split(" "))).isEqualTo(2);
		assertThat(this.out.size()).isZero();
		assertThat(this.err.size()).isPositive();
	}

	private String write(String text) throws IOException {
		return Files.writeString(this.directory.resolve("fleet.yaml"), text).toString();
	}

	private int run(String... args) {
		return FleetTool.run(args, new PrintStream(this.out), new PrintStream(this.err));
	}

}

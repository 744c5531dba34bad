package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./tandem} understands, says of itself, and how it ends. */
class CommandLineIT {

	private static final Path ROOT = Tool.DEPLOY.getParent();

	@TempDir
	Path home;

	@Test
	void helpNamesEveryCommand() throws IOException {
		Matcher command = Pattern.compile("(?m)^\\t([a-z-]+)\\) ").matcher(Files.readString(ROOT.resolve("tandem")));
		int commands = 0;
		for (; command.find(); commands++) {
			Tool help = tandem("help", command.group(1));
			assertThat(help.code()).as(help.output()).isZero();
		}
		assertThat(commands).isGreaterThan(15);
	}

	@Test
	void whatItDoesNotKnowIsWrongUsage() {
		for (List<String> words : List.of(List.of("frobnicate"), List.of("doctor", "pc9"), List.of("doctor", "--fast"),
				List.of("support-bundle", "--output", "x.zip"), List.of("get", "pc2", "store", "/"),
				List.of("capacity", "--agents", "0"), List.of("runbooks", "Nothing"),
				List.of("migrate", "gates", "--then"))) {
			Tool said = tandem(words.toArray(String[]::new));
			assertThat(said.code()).as(said.output()).isEqualTo(2);
			assertThat(said.output()).isNotBlank().doesNotContain("Traceback");
		}
	}

	@Test
	void settingsSayWhichMachinesRunHere() throws IOException {
		Files.writeString(this.home.resolve("settings"), "# this computer\n\nTANDEM_MACHINES=pc2\n");
		Tool status = tandem("status");
		assertThat(status.code()).isEqualTo(3);
		assertThat(status.output()).contains("pc2 ").doesNotContain("mainpc");
		Files.writeString(this.home.resolve("settings"), "TANDEM_MACHINES=pc9\n");
		assertThat(tandem("status").output()).contains("there is no deploy/pc9/machine.env");
		Files.writeString(this.home.resolve("settings"), "rm -rf /\n");
		Tool wrong = tandem("status");
		assertThat(wrong.code()).isEqualTo(2);
		assertThat(wrong.output()).contains("this is no line TANDEM_NAME=VALUE: rm -rf /");
	}

	@Test
	void nobodyToAskIsToldFromAnAnswer() {
		for (List<String> words : List.of(List.of("get", "pc2", "failover", "/api/v1/spool"),
				List.of("migrate", "gates"), List.of("migrate", "gates", "--history", "--json"))) {
			Tool said = tandem(words.toArray(String[]::new));
			assertThat(said.code()).as(said.output()).isEqualTo(3);
		}
	}

	@Test
	void sumsInTheDocsAreThoseOfTheCommand() throws IOException {
		Tool said = tandem("capacity", "--agents", "40", "--series", "500", "--every", "15");
		assertThat(Files.readString(ROOT.resolve("docs/capacity.md")))
			.contains(said.output().lines().map((line) -> "    " + line).collect(Collectors.joining("\n")));
	}

	/** Runs it with no stack: its addresses are those of nobody. */
	private Tool tandem(String... words) {
		return Tool.run(Map.of("TANDEM_HOME", this.home.toString(), "TANDEM_MAINPC_ADDRESS", "127.0.0.88",
				"TANDEM_PC2_ADDRESS", "127.0.0.89"), Stream.concat(Stream.of("../tandem"), Stream.of(words)).toList());
	}

}

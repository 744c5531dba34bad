package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' rules and configurations, by the real {@code promtool}. */
class AlertRulesIT {

	private static final Path RULES = Tool.DEPLOY.resolve("prometheus/rules");

	private static final Path TESTS = Tool.DEPLOY.resolve("prometheus/tests");

	static Stream<Path> files() throws IOException {
		return Files.list(RULES).sorted().map(Path::getFileName);
	}

	@ParameterizedTest
	@MethodSource("files")
	void rulesFireWhenTheyShouldAndNotBefore(Path file) throws IOException {
		Tool check = Tool.run("promtool", "check", "rules", RULES.resolve(file).toString());
		assertThat(check.code()).as(check.output()).isZero();
		Tool test = Tool.run("promtool", "test", "rules", TESTS.resolve(file).toString());
		assertThat(test.code()).as(test.output()).isZero();
		assertThat(named("(?m)^  - name: (\\w+, \\w+)", TESTS.resolve(file)))
			.as("every rule has a test, at each of its severities")
			.containsAll(rules(file));
	}

	@ParameterizedTest
	@MethodSource("files")
	void rulesAreRoutedAndJudgeOnlyWhatTheirOwnPrometheusScrapes(Path file) throws IOException {
		String text = Files.readString(RULES.resolve(file));
		assertThat(named("severity: (\\w+)", RULES.resolve(file))).isSubsetOf("warning", "degradation", "critical",
				"none");
		text.lines()
			// what begins with "tandem:" was recorded by a rule of the same file
			.filter((line) -> line.strip().startsWith("expr:") && !line.contains("vector(1)")
					&& !line.contains("expr: tandem:"))
			.forEach((line) -> assertThat(line).contains("tandem_path=\"pull\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mainpc", "pc2" })
	void everyPrometheusLoadsThemAndTellsEveryAlertmanager(String machine, @TempDir Path directory) throws IOException {
		Path file = directory.resolve("prometheus.yml");
		Files.writeString(file,
				Files.readString(Tool.DEPLOY.resolve(machine + "/prometheus.yml"))
					.replace("@MAINPC@", "127.0.0.1")
					.replace("@PC2@", "127.0.0.2")
					.replace("@SCHEME@", "http")
					.replace("@RULES@", RULES.toString()));
		Tool check = Tool.run("promtool", "check", "config", file.toString());
		assertThat(check.code()).as(check.output()).isZero();
		assertThat(check.output()).contains("9 rule files found");
		assertThat(Files.readString(file)).contains("targets: [\"127.0.0.1:9093\", \"127.0.0.2:9093\"]");
	}

	@Test
	void noTestIsLeftWithoutItsRules() throws IOException {
		try (Stream<Path> tests = Files.list(TESTS)) {
			assertThat(tests.map(Path::getFileName)).containsExactlyInAnyOrderElementsOf(files().toList());
		}
	}

	private static Set<String> rules(Path file) throws IOException {
		Set<String> rules = new TreeSet<>();
		Matcher rule = Pattern.compile("alert: (\\w+).*?severity: (\\w+)", Pattern.DOTALL)
			.matcher(Files.readString(RULES.resolve(file)));
		while (rule.find()) {
			rules.add(rule.group(2).equals("none") ? rule.group(1) + ", always" : rule.group(1) + ", " + rule.group(2));
		}
		return rules;
	}

	private static Set<String> named(String pattern, Path file) throws IOException {
		Set<String> found = new TreeSet<>();
		Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
		while (matcher.find()) {
			found.add(matcher.group(1));
		}
		return found;
	}

}

package io.tandem.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioParserTests {

	@Test
	void aScenarioIsReadLineByLine() {
		Scenario scenario = ScenarioParser.parse("two",
				List.of("title the link, and then the hub # really", "", "load 150 pushes/s of 20 series",
						"at 30s kill edge-hub on pc2 for 10s", "at 20s cut from mainpc for 2m",
						"expect mainpc says link-degraded", "expect 1..2 pages", "expect reports within 50ms",
						"end 3m"));
		assertThat(scenario.title()).isEqualTo("the link, and then the hub");
		assertThat(scenario.pushesPerSecond()).isEqualTo(150);
		assertThat(scenario.length()).isEqualTo(Duration.ofMinutes(3));
		assertThat(scenario.steps()).extracting((step) -> step.fault().text())
			.containsExactly("cut from mainpc", "kill edge-hub on pc2");
		assertThat(scenario.steps().getFirst().lasts()).isEqualTo(Duration.ofMinutes(2));
		assertThat(scenario.verdicts()).containsEntry("mainpc", List.of("link-degraded"));
		assertThat(scenario.isUndecided("mainpc")).isFalse();
		assertThat(scenario.series()).isEqualTo(20);
		assertThat(scenario.fewestPages()).isEqualTo(1);
		assertThat(scenario.mostPages()).isEqualTo(2);
		assertThat(scenario.reportsWithin()).isEqualTo(Duration.ofMillis(50));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			at 20s smash edge-hub on pc2 for 5s   | x:1: there is no fault 'smash'; there are: burn N on MACHINE
			at 20s kill edge-hub on pc3 for 5s    | x:1: not a machine: pc3; there are [mainpc, pc2]
			at 20s kill browser on pc2 for 5s     | x:1: not a program: browser
			at 20s kill edge-hub on pc2           | x:1: say for how long
			at noon kill edge-hub on pc2 for 5s   | x:1: not a time as 300ms, 20s or 3m: noon
			at 20s freeze pc2 now for 5s          | x:1: too much: now
			at 50s freeze pc2 for 50s             | x: needs 'end TIME', behind the end of each fault
			expect pc2 says nothing-bad           | x:1: not a verdict: nothing-bad
			load many pushes/s of 50 series       | x:1: not a number: many
			load 100 pushes/s                     | x:1: here comes 'of'
			at 20s jump clock of pc2 by 2m for 5s | x:1: not a jump as -120m or +90s: 2m
			expect 3 calls                        | x:1: here comes 'pages'
			begin 20s                             | x:1: a line begins with title, load, at, expect or end
			""")
	void whatIsWrongIsSaidWithItsLine(String line, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ScenarioParser.parse("x", List.of(line, "end 60s")))
			.withMessageStartingWith(message);
	}

	@Test
	void everyScenarioThatComesWithTandemCanBeRead() throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("..", "deploy", "chaos"), "*.chaos")) {
			all.forEach(files::add);
		}
		assertThat(files).isNotEmpty().allSatisfy((file) -> assertThat(ScenarioParser.read(file).steps()).isNotEmpty());
	}

	@Test
	void theSameSeedDrawsTheSame() {
		for (int seed = 1; seed <= 200; seed++) {
			Scenario drawn = Lottery.draw(seed, 180);
			assertThat(drawn).isEqualTo(Lottery.draw(seed, 180));
			assertThat(drawn.steps()).hasSizeBetween(1, 5);
		}
	}

	@Test
	void whatIsStruckTwiceHasRecoveredInBetween() {
		int twice = 0;
		for (int seed = 1; seed <= 500; seed++) {
			Map<Fault, Duration> ended = new HashMap<>();
			for (Scenario.Step step : Lottery.draw(seed, 180).steps()) {
				Duration before = ended.put(step.fault(), step.at().plus(step.lasts()));
				if (before != null) {
					twice++;
					assertThat(step.at()).isGreaterThan(before);
				}
			}
		}
		assertThat(twice).isPositive();
	}

	@Test
	void whoeverIsNotHeardStillHears() {
		Fault cut = ScenarioParser.parse("x", List.of("at 1s cut from mainpc for 1s", "end 9s"))
			.steps()
			.getFirst()
			.fault();
		assertThat(cut.explains("mainpc")).containsExactly("link-degraded");
		assertThat(cut.explains("pc2")).containsExactly("peer-machine-unreachable");
		Fault hub = ScenarioParser.parse("x", List.of("at 1s hang edge-hub on pc2 for 1s", "end 9s"))
			.steps()
			.getFirst()
			.fault();
		assertThat(hub.explains("mainpc")).containsExactly("peer-hub-down");
		assertThat(hub.explains("pc2")).isEmpty();
	}

}

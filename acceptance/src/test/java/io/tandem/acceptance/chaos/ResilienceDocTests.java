package io.tandem.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ResilienceDocTests {

	@TempDir
	Path out;

	@Test
	void aScenarioThatCouldNotBePlayedIsNeverShownAsPassed() throws IOException {
		Scenario slow = ScenarioParser.parse("link-slow", List.of("at 1s delay 300ms for 5s", "end 10s"));
		Outcome outcome = Outcome.notPlayed(slow,
				new IOException("tc qdisc ...\nfailed: Specified qdisc is unknown.\n"));
		assertThat(outcome.isPassed()).isFalse();
		write(outcome);
		assertThat(ResilienceDoc.of(this.out)).contains("| `link-slow`: link-slow | at 1 s delay 300ms for 5 s |")
			.contains("| not run |", "- not played to its end: failed: Specified qdisc is unknown.")
			.doesNotContain("| passed |");
	}

	@Test
	void whatWasLostIsInTheTableAndInTheSum() throws IOException {
		write(new Outcome("a", "one", List.of("at 1 s x for 2 s"), 100, 5000, 1, 20, 4900, 2, 1, 0, 0, 1.5, 2.5, 31.4,
				Map.of(), List.of(), List.of(), List.of("2 acknowledged pushes are not stored")));
		write(new Outcome("b", "two", List.of("at 1 s y for 2 s"), 100, 5000, 0, 20, 5000, 0, 0, 0, 0, 1.5, 2.5, 28.6,
				Map.of("pc2", 3.26), List.of(), List.of(), List.of()));
		assertThat(ResilienceDoc.of(this.out))
			.contains("10,000 samples were acknowledged in all; 2 pushes lost, 1 gone with a disk, 0 stored twice")
			.contains("| 2, 1, 0, 0 |  | 1.5 | 2.5 | 31 | 0 | **not passed** |",
					"| pc2 3.3 | 1.5 | 2.5 | 29 | 0 | passed |")
			.contains("- 2 acknowledged pushes are not stored");
	}

	private void write(Outcome outcome) throws IOException {
		Files.write(this.out.resolve(outcome.scenario() + ".json"), JsonMapper.shared().writeValueAsBytes(outcome));
	}

}

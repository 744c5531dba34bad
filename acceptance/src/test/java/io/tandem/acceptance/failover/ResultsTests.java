package io.tandem.acceptance.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.acceptance.testbed.Push;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTests {

	@TempDir
	Path directory;

	@Test
	void goesOnWithWhatAnEarlierCallMeasured() throws Exception {
		new Results(this.directory, "failover").add(measured(1, 120L));
		Results results = new Results(this.directory, "failover");
		results.add(measured(2, 80L));
		results.add(measured(3, null));
		assertThat(results.table()).contains("| sigkill | TANDEM | 1 of 3 | 20.0 / 30 / 30 / 30 | ")
			.contains("| sigkill | TANDEM | 3 | 80 / 120 / 120 | - / - | 1 | 3 |");
		assertThat(this.directory.resolve("failover.md")).hasContent(results.table());
	}

	@Test
	void latencyCountsFromWhenAPushWasDueAndFailedPushesCountToo() {
		long second = 1_000_000_000;
		List<Push> pushes = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			pushes.add(new Push("pc2", "a", i, i * second, i * second + second / 10, 204, ""));
		}
		pushes.add(new Push("pc2", "b", 1, 5 * second, 15 * second, 0, ""));
		Figures figures = Figures.between(pushes, 5 * second, 10 * second);
		assertThat(figures.pushes()).isEqualTo(6);
		assertThat(figures.failed()).isEqualTo(1);
		assertThat(figures.p50()).isBetween(99.0, 101.0);
		assertThat(figures.max()).isBetween(9_990.0, 10_010.0);
	}

	private static Measurement measured(int run, @Nullable Long nextTier) {
		Figures figures = Figures.of(List.of(new Push("pc2", "a", 1, 0, 10_000_000, 204, ""),
				new Push("pc2", "a", 2, 0, 20_000_000, 204, ""), new Push("pc2", "a", 3, 0, 30_000_000, 500, "")));
		return new Measurement("TANDEM", "sigkill", run, Instant.EPOCH, figures, figures, nextTier, null, "", 0);
	}

}

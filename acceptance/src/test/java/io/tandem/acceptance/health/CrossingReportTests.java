package io.tandem.acceptance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingReportTests {

	private static final long MILLI = 1_000_000;

	@Test
	void eachStretchTellsOfWhatWasSentInItDirectionByDirection() {
		List<Crossing> crossings = new ArrayList<>();
		for (int i = 1; i <= 100; i++) {
			crossings.add(seen("pc2", i * MILLI, i));
		}
		crossings.add(seen("mainpc", 500 * MILLI, 40));
		crossings.add(new Crossing("mainpc", "A", 1, 501 * MILLI, 502 * MILLI, 503 * MILLI, 0));
		CrossingReport report = new CrossingReport();
		report.stretch("first", 0, 200 * MILLI);
		report.stretch("empty", 200 * MILLI, 200 * MILLI);
		report.stretch("second", 200 * MILLI, 600 * MILLI);
		String table = report.table(crossings);
		assertThat(table).contains("| first, 0 s | pc2 | 100 | 50.0 | 90.0 | 99.0 | 100.0 | 99.0 | 0 | ")
			.contains("| second, 0 s | mainpc | 2 | 40.0 | 40.0 | 40.0 | 40.0 | 40.0 | 1 | ")
			.doesNotContain("empty")
			.doesNotContain("| second, 0 s | pc2");
	}

	@Test
	void aStallCountsForAllThatWereSentBehindIt() {
		List<Crossing> crossings = new ArrayList<>();
		for (int i = 0; i < 99; i++) {
			crossings.add(seen("pc2", i * MILLI, 5));
		}
		crossings.add(seen("pc2", 99 * MILLI, 1000));
		assertThat(Quantiles.latency(crossings).p99()).isEqualTo(5.0);
		assertThat(Quantiles.latencyOfAll(crossings, 25_000).p99()).isGreaterThan(950.0);
	}

	@Test
	void aTimeIsNeverTooShortAndItsDoubtIsFromTheLastQuestionInVain() {
		Crossing crossing = new Crossing("pc2", "A", 1, 10 * MILLI, 14 * MILLI, 18 * MILLI, 20 * MILLI);
		assertThat(crossing.latencyMicros()).isEqualTo(10_000);
		assertThat(crossing.answerMicros()).isEqualTo(4_000);
		assertThat(crossing.uncertaintyMicros()).isEqualTo(2_000);
		assertThat(CrossingReport.csv(List.of(crossing), 0)).contains("pc2,A,1,0.010,4.00,10.00,2.00");
	}

	private static Crossing seen(String origin, long at, long millis) {
		return new Crossing(origin, "A", 1, at, at + MILLI, at, at + millis * MILLI);
	}

}

package io.tandem.healthsync.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.uptime.UptimeRun;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTests {

	private static final Look DOWN = new Look("gateway answers 503");

	private final Journal journal = new Journal();

	@Test
	void secondsThatAreAlikeAreOneRun() {
		see(Look.UP, 10, 11, 12);
		see(DOWN, 13);
		see(new Look("gateway refuses the connection"), 14);
		see(Look.UP, 15);
		assertThat(this.journal.unstored()).containsExactly(run(true, "", 10, 13),
				run(false, "gateway answers 503", 13, 15), run(true, "", 15, 16));
	}

	@Test
	void secondThatIsMissingEndsARun() {
		see(Look.UP, 10, 11, 13);
		assertThat(this.journal.unstored()).containsExactly(run(true, "", 10, 12), run(true, "", 13, 14));
	}

	@Test
	void clockThatGoesBackTellsNothingTwice() {
		see(Look.UP, 10, 11, 12, 10, 11);
		assertThat(this.journal.unstored()).containsExactly(run(true, "", 10, 13));
	}

	@Test
	void runThatHasGrownSinceItWasStoredIsStoredAgain() {
		see(Look.UP, 10);
		List<UptimeRun> stored = this.journal.unstored();
		see(Look.UP, 11);
		this.journal.stored(stored);
		assertThat(this.journal.unstored()).containsExactly(run(true, "", 10, 12));
		this.journal.stored(this.journal.unstored());
		assertThat(this.journal.unstored()).isEmpty();
	}

	@Test
	void givesTheOldestUpIfNoneCanBeStoredForLong() {
		for (int i = 0; i < 10_001; i++) {
			see((i % 2 == 0) ? Look.UP : DOWN, i);
		}
		assertThat(this.journal.unstored()).hasSize(10_000);
		assertThat(this.journal.dropped()).isOne();
	}

	private void see(Look look, int... seconds) {
		for (int second : seconds) {
			this.journal.seen("pc2", second, look);
		}
	}

	private static UptimeRun run(boolean up, String reason, int from, int to) {
		return new UptimeRun("pc2", up, reason, Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
	}

}

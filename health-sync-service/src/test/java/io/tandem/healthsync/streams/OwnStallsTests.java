package io.tandem.healthsync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OwnStallsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final AtomicLong now = new AtomicLong();

	private final OwnStalls stalls = new OwnStalls(this.now::get);

	@Test
	void silenceCountsWholeWhileTheLoopIsInTime() {
		long mark = this.stalls.mark();
		pass(1900);
		assertThat(this.stalls.took(mark, SECOND)).isFalse();
		assertThat(this.stalls.awake(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(4));
	}

	@Test
	void whatWasSleptThroughDoesNotCount() {
		long mark = this.stalls.mark();
		pass(5_000);
		assertThat(this.stalls.took(mark, SECOND)).isTrue();
		assertThat(this.stalls.awake(Duration.ofMillis(5_500))).isEqualTo(Duration.ofMillis(1_500));
	}

	@Test
	void aStallCountsOnlyAsFarAsTheSilenceGoesBack() {
		long mark = this.stalls.mark();
		pass(5_000);
		this.stalls.took(mark, SECOND);
		assertThat(this.stalls.awake(Duration.ofSeconds(2))).isZero();
		pass(3_000);
		assertThat(this.stalls.awake(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.stalls.awake(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aCutIsFoundByAProcessThatStallsAgainAndAgain() {
		Duration silence = Duration.ZERO;
		int looks = 0;
		while (this.stalls.awake(silence).compareTo(Duration.ofSeconds(3)) <= 0) {
			long mark = this.stalls.mark();
			pass(2_500);
			this.stalls.took(mark, SECOND);
			silence = silence.plusMillis(2_500);
			assertThat(++looks).isLessThan(10);
		}
		assertThat(looks).isEqualTo(4);
	}

	@Test
	void onlySoManyAreRemembered() {
		for (int i = 0; i < 1_000; i++) {
			long mark = this.stalls.mark();
			pass(3_000);
			this.stalls.took(mark, SECOND);
		}
		assertThat(this.stalls.awake(Duration.ofSeconds(3_000))).isEqualTo(Duration.ofSeconds(3_000 - 128));
	}

	private void pass(long millis) {
		this.now.addAndGet(Duration.ofMillis(millis).toNanos());
	}

}

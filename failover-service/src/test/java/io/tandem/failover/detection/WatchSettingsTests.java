package io.tandem.failover.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchSettingsTests {

	private static final long MS = 1_000_000;

	private final WatchSettings settings = WatchSettings.defaults();

	@Test
	void timesFollowTheRoundTripWithinTheirBounds() {
		RoundTrip quick = new RoundTrip(2 * MS, MS);
		assertThat(this.settings.fastNanos(quick)).isEqualTo(50 * MS);
		assertThat(this.settings.steadyNanos(quick)).isEqualTo(500 * MS);
		assertThat(this.settings.timeoutNanos(quick)).isEqualTo(600 * MS);
		assertThat(this.settings.doubtAfterNanos(quick, RoundTrip.UNKNOWN)).isEqualTo(100 * MS);
		RoundTrip slow = new RoundTrip(30 * MS, 15 * MS);
		assertThat(this.settings.fastNanos(slow)).isEqualTo(120 * MS);
		assertThat(this.settings.steadyNanos(slow)).isEqualTo(1500 * MS);
		assertThat(this.settings.timeoutNanos(slow)).isEqualTo(720 * MS);
		assertThat(this.settings.doubtAfterNanos(quick, slow)).isEqualTo(180 * MS);
	}

	@Test
	void whatWasNeverMeasuredIsWaitedForLongest() {
		assertThat(this.settings.timeoutNanos(RoundTrip.UNKNOWN)).isEqualTo(900 * MS);
		assertThat(this.settings.doubtAfterNanos(RoundTrip.UNKNOWN, RoundTrip.UNKNOWN)).isEqualTo(400 * MS);
	}

	@Test
	void holdDownDoublesUpToItsMost() {
		assertThat(this.settings.holdDownNanos(0)).isEqualTo(3000 * MS);
		assertThat(this.settings.holdDownNanos(2)).isEqualTo(12_000 * MS);
		assertThat(this.settings.holdDownNanos(1000)).isEqualTo(60_000 * MS);
	}

	@Test
	void rangeThatIsUpsideDownIsRefusedWithItsNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> Range.millis(20, 10))
			.withMessageContaining("min=PT0.02S")
			.withMessageContaining("max=PT0.01S");
	}

	@Test
	void knobsThatDoNotFitAreRefusedWithTheirNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> with(0, Duration.ofMillis(100)))
			.withMessageContaining("failures=0");
		assertThatIllegalArgumentException().isThrownBy(() -> with(3, Duration.ofSeconds(2)))
			.withMessageContaining("hardSpan=PT2S")
			.withMessageContaining("silence=PT1.4S");
	}

	private WatchSettings with(int failures, Duration hardSpan) {
		WatchSettings set = this.settings;
		return new WatchSettings(failures, hardSpan, set.silence(), set.doubt(), set.fast(), set.steady(),
				set.timeout(), set.down(), set.inFlight(), set.recoverEvery(), set.recoverSuccesses(), set.holdDown(),
				set.flapWithin(), set.flapDecay(), set.peerHold(), set.peerFresh(), set.peerSuccess(), set.settle());
	}

}

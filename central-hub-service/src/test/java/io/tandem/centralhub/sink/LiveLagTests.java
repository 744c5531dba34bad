package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLagTests {

	private final LiveLag lag = new LiveLag(List.of("METRICS_MAINPC", "METRICS_PC2"));

	@Test
	void aStreamThatNothingWasTakenFromYetMayBeLate() throws Exception {
		this.lag.taken("METRICS_MAINPC", Duration.ZERO);
		assertThat(this.lag.isLate()).isTrue();
		this.lag.taken("METRICS_PC2", Duration.ZERO);
		assertThat(this.lag.isLate()).isFalse();
		this.lag.standBack(new StopSignal());
	}

	@Test
	void oneLateStreamIsEnoughAndEachSpeaksForItself() {
		this.lag.taken("METRICS_PC2", LiveLag.LATE.plusMillis(1));
		this.lag.taken("METRICS_MAINPC", Duration.ZERO);
		assertThat(this.lag.isLate()).isTrue();
		this.lag.taken("METRICS_PC2", LiveLag.LATE);
		assertThat(this.lag.isLate()).isFalse();
	}

	@Test
	void standsBackUntilTheStreamIsNotLateAnyMore() throws Exception {
		this.lag.taken("METRICS_MAINPC", Duration.ZERO);
		Thread waiting = Thread.ofVirtual().start(() -> {
			try {
				this.lag.standBack(new StopSignal());
			}
			catch (StoppedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(waiting.join(Duration.ofMillis(100))).isFalse();
		this.lag.taken("METRICS_PC2", Duration.ZERO);
		assertThat(waiting.join(Duration.ofSeconds(2))).isTrue();
	}

}

package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockSkewTests {

	@Test
	void nothingIsKnownWithoutAReport() {
		assertThat(ClockSkew.UNKNOWN.estimate()).isZero();
	}

	@Test
	void leastOfTheLastIsTakenBecauseTheWayOnlyAdds() {
		Random random = new Random(7);
		for (long skew : new long[] { -3_600_000, -50, 0, 50, 3_600_000 }) {
			ClockSkew estimate = ClockSkew.UNKNOWN;
			for (int n = 0; n < 100; n++) {
				long way = 2 + ((n % 10 == 3) ? 0 : random.nextInt(5_000));
				estimate = estimate.with(report(skew + way));
			}
			assertThat(estimate.estimate()).isEqualTo(Duration.ofMillis(skew + 2));
		}
	}

	@Test
	void clockThatIsSetRightShowsAfterSoManyReports() {
		ClockSkew estimate = ClockSkew.UNKNOWN.with(report(-60_000));
		for (int n = 1; n < ClockSkew.SAMPLES; n++) {
			estimate = estimate.with(report(5));
		}
		assertThat(estimate.estimate()).isEqualTo(Duration.ofSeconds(-60));
		assertThat(estimate.with(report(5)).estimate()).isEqualTo(Duration.ofMillis(5));
		assertThat(ClockSkew.of(estimate.samples())).isEqualTo(estimate).hasSameHashCodeAs(estimate);
	}

	private static ReceivedReport report(long storedAfter) {
		Instant storedAt = Reports.START;
		HealthReport report = new HealthReport("a", "pc2", HealthStatus.UP, storedAt.minusMillis(storedAfter), 1, "e",
				Map.of(), null);
		return new ReceivedReport(report, "HEALTH_PC2", new StreamPosition(1, storedAt), storedAt, false);
	}

}

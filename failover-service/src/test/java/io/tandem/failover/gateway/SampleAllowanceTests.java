package io.tandem.failover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SampleAllowanceTests {

	private final SampleAllowance allowance = new SampleAllowance(100, Duration.ofSeconds(2), 0);

	@Test
	void burstIsTakenAndThenOnlyWhatComesBack() {
		assertThat(this.allowance.take(200, 0)).isZero();
		assertThat(this.allowance.take(50, 0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
		assertThat(this.allowance.take(50, TimeUnit.MILLISECONDS.toNanos(501))).isZero();
		assertThat(this.allowance.take(1, TimeUnit.MILLISECONDS.toNanos(501))).isPositive();
	}

	@Test
	void noMoreThanTheBurstIsSavedUp() {
		assertThat(this.allowance.take(200, TimeUnit.HOURS.toNanos(1))).isZero();
		assertThat(this.allowance.take(1, TimeUnit.HOURS.toNanos(1))).isPositive();
	}

	@Test
	void pushLargerThanTheBurstIsWaitedForAfterwards() {
		assertThat(this.allowance.take(300, 0)).isZero();
		assertThat(this.allowance.take(1, TimeUnit.SECONDS.toNanos(1))).isPositive();
		assertThat(this.allowance.take(1, TimeUnit.MILLISECONDS.toNanos(1020))).isZero();
	}

	@Test
	void clockThatGoesBackGivesNothing() {
		assertThat(this.allowance.take(200, 0)).isZero();
		assertThat(this.allowance.take(1, -TimeUnit.SECONDS.toNanos(10))).isPositive();
	}

}

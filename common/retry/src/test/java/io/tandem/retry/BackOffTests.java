package io.tandem.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTests {

	private final Random random = new Random(1);

	@Test
	void waitsDoubleUpToTheLimitAndAreShortenedByAtMostAHalf() {
		BackOff backOff = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(2));
		for (int failures = 1; failures < 100; failures++) {
			long bound = Math.min(2000, 50L << Math.min(failures - 1, 10));
			assertThat(backOff.after(failures, this.random).toMillis()).isBetween(bound / 2, bound);
		}
	}

	@Test
	void anyNumberOfFailuresAndAnyTimesAreGoodForAWait() {
		BackOff backOff = new BackOff(Duration.ofDays(1), Duration.ofDays(2));
		assertThat(backOff.after(Long.MAX_VALUE, this.random)).isBetween(Duration.ofDays(1), Duration.ofDays(2));
		assertThat(new BackOff(Duration.ZERO, Duration.ZERO).after(1, this.random)).isLessThan(Duration.ofNanos(2));
	}

}

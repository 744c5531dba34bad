package io.tandem.failover.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failed tries in a row: doubled each time up to a bound,
 * of which a random half is taken off, so that senders that failed together do not come
 * back together. Immutable.
 *
 * @see <a href=
 * "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * back-off and jitter</a>
 */
record BackOff(Duration min, Duration max) {

	private static final int MAX_DOUBLINGS = 30;

	/**
	 * @param failures failed tries in a row, at least 1
	 */
	Duration after(int failures, RandomGenerator random) {
		long doubled = this.min.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
		long bound = Math.max(1, Math.min(doubled, this.max.toMillis()));
		return Duration.ofMillis(bound - random.nextLong(bound / 2 + 1));
	}

}

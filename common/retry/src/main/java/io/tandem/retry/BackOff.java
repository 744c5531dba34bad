package io.tandem.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failed tries in a row: doubled each time up to a limit,
 * of which a random half is taken off, so that several that failed together do not come
 * back together. Immutable.
 *
 * @param first the longest wait after one failure
 * @param limit the longest wait after ever so many
 * @see <a href=
 * "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * back-off and jitter</a>
 */
public record BackOff(Duration first, Duration limit) {

	private static final long MAX_DOUBLINGS = 30;

	/**
	 * @param failures failed tries in a row, at least 1
	 */
	public Duration after(long failures, RandomGenerator random) {
		Duration doubled = this.first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
		long bound = Math.max(1, ((doubled.compareTo(this.limit) < 0) ? doubled : this.limit).toNanos());
		return Duration.ofNanos(bound - random.nextLong(bound / 2 + 1));
	}

}

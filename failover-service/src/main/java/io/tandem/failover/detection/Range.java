package io.tandem.failover.detection;

import java.time.Duration;

/**
 * The bounds that a measured time is kept within. Immutable.
 *
 * @param min never less, whatever is measured
 * @param max never more
 */
public record Range(Duration min, Duration max) {

	/**
	 * @throws IllegalArgumentException if {@code min} is not positive, or more than
	 * {@code max}
	 */
	public Range {
		if (min.isZero() || min.isNegative() || min.compareTo(max) > 0) {
			throw new IllegalArgumentException(
					"a range goes from more than zero to no less: min=" + min + " max=" + max);
		}
	}

	static Range millis(long min, long max) {
		return new Range(Duration.ofMillis(min), Duration.ofMillis(max));
	}

	long clamp(long nanos) {
		return Math.clamp(nanos, this.min.toNanos(), this.max.toNanos());
	}

}

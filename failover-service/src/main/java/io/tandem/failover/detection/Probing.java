package io.tandem.failover.detection;

import java.util.Arrays;

/**
 * When a tier is probed next, and which probes are under way. A probe that nobody tells
 * the end of is forgotten after a while. Immutable.
 *
 * @param nextAt when the next one is due, unless too many are under way
 * @param backOffNanos how long after it the one behind it is, while the tier is DOWN
 * @param underWay when each was asked for, oldest first
 */
record Probing(long nextAt, long backOffNanos, long[] underWay) {

	private static final long FORGOTTEN_AFTER_NANOS = 3_000_000_000L;

	private static final long[] NONE = {};

	static Probing from(long at) {
		return new Probing(at, 0, NONE);
	}

	Probing at(long next, long backOff) {
		return new Probing(next, backOff, this.underWay);
	}

	boolean isDue(long at, int inFlight) {
		return at >= dueAt(inFlight);
	}

	long dueAt(int inFlight) {
		int over = this.underWay.length - inFlight;
		return (over < 0) ? this.nextAt : Math.max(this.nextAt, this.underWay[over] + FORGOTTEN_AFTER_NANOS);
	}

	Probing begun(long at, long next, long backOff) {
		int forgotten = 0;
		while (forgotten < this.underWay.length && at - this.underWay[forgotten] >= FORGOTTEN_AFTER_NANOS) {
			forgotten++;
		}
		long[] left = Arrays.copyOfRange(this.underWay, forgotten, this.underWay.length + 1);
		left[left.length - 1] = at;
		return new Probing(next, backOff, left);
	}

	/** Takes out the newest one that was asked for before that start. */
	Probing ended(long startedAt) {
		int index = this.underWay.length - 1;
		while (index > 0 && this.underWay[index] > startedAt) {
			index--;
		}
		if (index < 0) {
			return this;
		}
		long[] left = new long[this.underWay.length - 1];
		System.arraycopy(this.underWay, 0, left, 0, index);
		System.arraycopy(this.underWay, index + 1, left, index, left.length - index);
		return new Probing(this.nextAt, this.backOffNanos, left);
	}

}

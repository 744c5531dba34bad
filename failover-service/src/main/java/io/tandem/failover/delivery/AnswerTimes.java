package io.tandem.failover.delivery;

import java.util.Arrays;

/** The newest answer times of a receiver. Thread-safe, guarded by itself. */
final class AnswerTimes {

	private static final int NEWEST = 63;

	private final long[] nanos = new long[NEWEST];

	private long count;

	synchronized void add(long answerNanos) {
		this.nanos[(int) (this.count++ % NEWEST)] = answerNanos;
	}

	synchronized void clear() {
		this.count = 0;
	}

	/** Returns the median; 0 if there is none yet. */
	synchronized long medianNanos() {
		int known = (int) Math.min(this.count, NEWEST);
		if (known == 0) {
			return 0;
		}
		long[] sorted = Arrays.copyOf(this.nanos, known);
		Arrays.sort(sorted);
		return sorted[known / 2];
	}

}

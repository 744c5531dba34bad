package io.tandem.failover.control;

import java.util.concurrent.TimeUnit;

/**
 * Tells how long a message was under way, without trusting either machine's wall clock:
 * the fastest one of the last minutes is taken for the way itself, and how much later
 * another one comes is its delay. Monotonic clocks differ by some millionths, so what is
 * older than ten minutes is forgotten. Not thread-safe.
 */
final class SenderClock {

	private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(5);

	private String boot = "";

	private long periodBegan;

	private long best;

	private long bestBefore;

	/** Returns by how many nanoseconds the message is later than the fastest. */
	long delay(String boot, long uptimeMillis, long now) {
		long offset = now - TimeUnit.MILLISECONDS.toNanos(uptimeMillis);
		if (!this.boot.equals(boot)) {
			this.boot = boot;
			this.periodBegan = now;
			this.best = offset;
			this.bestBefore = offset;
		}
		else if (now - this.periodBegan > PERIOD_NANOS) {
			this.periodBegan = now;
			this.bestBefore = this.best;
			this.best = offset;
		}
		this.best = least(this.best, offset);
		return offset - least(this.best, this.bestBefore);
	}

	private static long least(long one, long other) {
		return (one - other < 0) ? one : other;
	}

}

package io.tandem.failover.delivery;

import java.time.Duration;

/**
 * How fast the backlog may go: a little faster with each answer that comes in time, half
 * as fast after one that does not. Batches are a tenth of a second's records, so that a
 * receiver that gets slow gets smaller ones. Confined to the backlog's thread, but for
 * {@link #recordsPerSecond}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5681">Additive increase, multiplicative
 * decrease</a>
 */
final class Pace {

	static final double FIRST = 200;

	static final double LOWEST = 20;

	static final double HIGHEST = 50_000;

	/** Records a second for each answer in time: about 1,000 more each second. */
	static final double STEP = 100;

	private static final double BATCHES_PER_SECOND = 10;

	private static final int SMALLEST_BATCH = 10;

	private static final double NANOS = Duration.ofSeconds(1).toNanos();

	private volatile double recordsPerSecond = FIRST;

	private long nextAt;

	private boolean started;

	private boolean heldBack;

	/** Starts again with a receiver that nothing is known of. */
	void restart() {
		this.recordsPerSecond = FIRST;
		this.started = false;
	}

	double recordsPerSecond() {
		return this.recordsPerSecond;
	}

	/** Returns how many records the next batch should have. */
	int batchRecords(int most) {
		return Math.clamp((long) (this.recordsPerSecond / BATCHES_PER_SECOND), Math.min(SMALLEST_BATCH, most), most);
	}

	/** Returns how long to wait before the next batch may go. */
	long waitNanos(long now) {
		return this.started ? Math.max(0, this.nextAt - now) : 0;
	}

	/**
	 * Says that a batch goes.
	 * @param waited whether it had to wait for its time; else the pace is not what limits
	 */
	void sent(int records, boolean waited, long now) {
		this.heldBack = waited || !this.started;
		this.started = true;
		this.nextAt = now + (long) (records / this.recordsPerSecond * NANOS);
	}

	/** Says that the answer came within so long. */
	void answered(long nanos, long targetNanos) {
		if (nanos > targetNanos) {
			slowDown();
		}
		else if (this.heldBack) {
			this.recordsPerSecond = Math.min(HIGHEST, this.recordsPerSecond + STEP);
		}
	}

	void slowDown() {
		this.recordsPerSecond = Math.max(LOWEST, this.recordsPerSecond / 2);
	}

}

package io.tandem.failover.gateway;

import java.time.Duration;

/**
 * What a sender may still push: so much comes back each second, up to a burst. A push
 * larger than the burst is taken from a full allowance, and has to be waited for
 * afterwards. Thread-safe, guarded by itself.
 */
final class SampleAllowance {

	private static final double NANOS = 1e9;

	private final double perSecond;

	private final double most;

	private double left;

	private long at;

	/**
	 * @param nanos the time now, as for {@link #take}
	 */
	SampleAllowance(double perSecond, Duration burst, long nanos) {
		this.perSecond = perSecond;
		this.most = perSecond * burst.toNanos() / NANOS;
		this.left = this.most;
		this.at = nanos;
	}

	/** Takes samples from it; returns how long to wait if there are not enough. */
	synchronized Duration take(int samples, long nanos) {
		this.left = Math.min(this.most, this.left + Math.max(0, nanos - this.at) / NANOS * this.perSecond);
		this.at = nanos;
		double needed = Math.min(samples, this.most);
		if (this.left >= needed) {
			this.left -= samples;
			return Duration.ZERO;
		}
		return Duration.ofNanos((long) ((needed - this.left) / this.perSecond * NANOS) + 1);
	}

}

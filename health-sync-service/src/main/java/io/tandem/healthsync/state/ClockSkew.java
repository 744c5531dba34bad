package io.tandem.healthsync.state;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far a stream's clock is ahead of an agent's, estimated from the last few reports.
 * Each tells the skew and, on top of it, the way from the agent to the stream; the way
 * only ever adds, so the least of them is nearest to the skew, as in the clock filter of
 * NTP (RFC 5905, 10). Immutable.
 */
final class ClockSkew {

	/**
	 * With a report a minute, a clock that was set right shows within as many minutes.
	 */
	static final int SAMPLES = 16;

	static final ClockSkew UNKNOWN = new ClockSkew(new long[0]);

	/** In milliseconds, the oldest first. */
	private final long[] samples;

	private ClockSkew(long[] samples) {
		this.samples = samples;
	}

	/** Makes one of samples in milliseconds, the oldest first; keeps the last few. */
	static ClockSkew of(long... samples) {
		return new ClockSkew(Arrays.copyOfRange(samples, Math.max(0, samples.length - SAMPLES), samples.length));
	}

	/** Returns the estimate with one more report taken into account. */
	ClockSkew with(ReceivedReport report) {
		int kept = Math.min(this.samples.length, SAMPLES - 1);
		long[] next = Arrays.copyOfRange(this.samples, this.samples.length - kept, this.samples.length + 1);
		next[kept] = report.storedAfter().toMillis();
		return new ClockSkew(next);
	}

	/** Returns the estimate; zero while nothing is known. */
	Duration estimate() {
		return Duration.ofMillis(Arrays.stream(this.samples).min().orElse(0));
	}

	/** Returns the samples in milliseconds, the oldest first. */
	long[] samples() {
		return this.samples.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ClockSkew skew && Arrays.equals(this.samples, skew.samples);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.samples);
	}

	@Override
	public String toString() {
		return estimate().toString();
	}

}

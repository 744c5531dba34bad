package io.tandem.failover.detection;

/**
 * How long a tier takes to answer a probe: the smoothed mean and deviation of Jacobson
 * and Karels, with the gains of RFC 6298 (1/8 and 1/4). Immutable.
 *
 * @param smoothedNanos 0 while nothing was measured
 */
record RoundTrip(long smoothedNanos, long deviationNanos) {

	static final RoundTrip UNKNOWN = new RoundTrip(0, 0);

	RoundTrip observe(long sampleNanos) {
		long sample = Math.max(1, sampleNanos);
		if (!isKnown()) {
			return new RoundTrip(sample, sample / 2);
		}
		long error = sample - this.smoothedNanos;
		return new RoundTrip(Math.max(1, this.smoothedNanos + error / 8),
				this.deviationNanos + (Math.abs(error) - this.deviationNanos) / 4);
	}

	boolean isKnown() {
		return this.smoothedNanos > 0;
	}

	/** Returns what an answer seldom exceeds: RFC 6298's timeout, without its floor. */
	long usualNanos() {
		return this.smoothedNanos + 4 * this.deviationNanos;
	}

}

package io.tandem.failover.detection;

import io.tandem.failover.detection.Observation.Stall;
import org.jspecify.annotations.Nullable;

/**
 * Since when nothing has succeeded, and what of it this process slept through. Immutable.
 *
 * @param isKnown false until the first success
 * @param successStart when the newest try that succeeded began
 * @param from the same, moved by the time this process stood still since
 * @param stall the newest one
 */
record Silence(boolean isKnown, long successStart, long from, @Nullable Stall stall) {

	static final Silence UNKNOWN = new Silence(false, 0, 0, null);

	Silence broken(long startedAt) {
		if (this.isKnown && startedAt < this.successStart) {
			return this;
		}
		long start = (this.stall != null && startedAt <= this.stall.at()) ? shift(startedAt, this.stall) : startedAt;
		return new Silence(true, startedAt, start, this.stall);
	}

	Silence stalled(Stall newest) {
		return new Silence(this.isKnown, this.successStart, shift(this.from, newest), newest);
	}

	/** Tells whether a later try has succeeded, so that this one says nothing. */
	boolean isOutdated(long startedAt) {
		return this.isKnown && startedAt < this.successStart;
	}

	/**
	 * Tells whether a failure of that try may be this process' own: it was under way
	 * during a stall, and ended before what had arrived meanwhile was surely read.
	 */
	boolean isDiscredited(long startedAt, long at, long settleNanos) {
		return this.stall != null && startedAt < this.stall.at() && at > this.stall.from()
				&& at - this.stall.at() < settleNanos;
	}

	/** Returns from when silence counts, for a run that began then. */
	long origin(Run run) {
		return this.isKnown ? Math.max(this.from, run.since()) : run.since();
	}

	/** Returns the moment moved so that the stall's time does not count. */
	static long shift(long moment, Stall stall) {
		return (moment < stall.from()) ? moment + (stall.at() - stall.from()) : Math.max(moment, stall.at());
	}

}

package io.tandem.failover.partition;

import java.util.Arrays;

/**
 * Loss and delay by the pulses of one peer. Loss is counted by their numbers, so it does
 * not matter when they are read: a process that stood still finds them in its socket. A
 * long hole is a cut and not loss; counting begins anew behind it. Confined to one
 * thread.
 */
final class PulseTrack {

	/** Numbers that loss is counted over: 30 s of ten a second. */
	static final int WINDOW = 300;

	/** More lost in a row than this is a cut: 2 s of them. */
	static final int CUT = 20;

	/** The newest may still be overtaken. */
	private static final int UNSETTLED = 3;

	private static final int ROUND_TRIPS = 60;

	private final boolean[] received = new boolean[WINDOW];

	private final long[] roundTrips = new long[ROUND_TRIPS];

	private final long started;

	private int roundTripCount;

	private long lastEchoed;

	private long boot;

	private long first;

	private long last;

	/**
	 * @param started when this process began to send: what echoes older ones is of a
	 * former life
	 */
	PulseTrack(long started) {
		this.started = started;
	}

	/**
	 * Takes a pulse.
	 * @param at when it was read
	 * @param isPrompt false if it may have waited to be read, and tells no round trip
	 * @return false for one that came before
	 */
	boolean take(Pulse pulse, long at, boolean isPrompt) {
		if (pulse.boot() != this.boot || this.last == 0 || pulse.number() > this.last + CUT) {
			begin(pulse);
		}
		else if (pulse.number() <= this.last - WINDOW || pulse.number() < this.first
				|| (pulse.number() <= this.last && this.received[index(pulse.number())])) {
			return false;
		}
		for (long lost = this.last + 1; lost < pulse.number(); lost++) {
			this.received[index(lost)] = false;
		}
		this.received[index(pulse.number())] = true;
		this.last = Math.max(this.last, pulse.number());
		boolean isNewEcho = pulse.heldNanos() >= 0 && pulse.echoed() != this.lastEchoed;
		this.lastEchoed = pulse.echoed();
		if (isPrompt && isNewEcho && pulse.echoed() - this.started >= 0) {
			long roundTrip = at - pulse.echoed() - pulse.heldNanos();
			if (roundTrip >= 0) {
				this.roundTrips[this.roundTripCount++ % ROUND_TRIPS] = roundTrip;
			}
		}
		return true;
	}

	private void begin(Pulse pulse) {
		this.boot = pulse.boot();
		this.first = pulse.number();
		this.last = pulse.number() - 1;
		this.roundTripCount = 0;
		Arrays.fill(this.received, false);
	}

	void forgetRoundTrips() {
		this.roundTripCount = 0;
	}

	private static int index(long number) {
		return (int) (number % WINDOW);
	}

	/** Returns how many were sent, as far as they can be judged. */
	int expected() {
		return (int) Math.max(0, to() - from() + 1);
	}

	/** Returns how many of those did not come. */
	int lost() {
		int lost = 0;
		for (long number = from(); number <= to(); number++) {
			if (!this.received[index(number)]) {
				lost++;
			}
		}
		return lost;
	}

	/** Returns in how many separate places those are missing: one short cut is one. */
	int holes() {
		int holes = 0;
		boolean isHole = false;
		for (long number = from(); number <= to(); number++) {
			boolean isLost = !this.received[index(number)];
			holes += (isLost && !isHole) ? 1 : 0;
			isHole = isLost;
		}
		return holes;
	}

	private long from() {
		return Math.max(this.first, this.last - WINDOW + 1);
	}

	private long to() {
		return this.last - UNSETTLED;
	}

	/** Returns the median of the newest round trips; -1 while there are too few. */
	long roundTripNanos() {
		int count = Math.min(this.roundTripCount, ROUND_TRIPS);
		if (count < ROUND_TRIPS / 2) {
			return -1;
		}
		long[] sorted = Arrays.copyOf(this.roundTrips, count);
		Arrays.sort(sorted);
		return sorted[count / 2];
	}

}

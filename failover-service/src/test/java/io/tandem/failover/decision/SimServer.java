package io.tandem.failover.decision;

import io.tandem.failover.decision.SimFault.Spell;
import io.tandem.failover.decision.SimFault.Spells;
import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import java.util.BitSet;

/**
 * A hub or a Pushgateway. What becomes of a request is known when it arrives, for all
 * faults are.
 */
final class SimServer {

	static final long NEVER = Long.MAX_VALUE;

	final Spells crashes = new Spells();

	final Spells pauses = new Spells();

	final Spells errors = new Spells();

	final Spells slow = new Spells();

	/** The records that it keeps, by the machine that they come from. */
	final BitSet[] stored = { new BitSet(), new BitSet() };

	Answer serve(long arrival, long serviceNanos) {
		if (this.crashes.at(arrival) != null) {
			return new Answer(arrival, Kind.REFUSED);
		}
		long done = arrival;
		for (Spell pause = this.pauses.at(done); pause != null; pause = this.pauses.at(done)) {
			done = pause.until();
		}
		boolean fails = this.errors.at(done) != null;
		done += (this.slow.at(done) != null) ? 100 * serviceNanos : serviceNanos;
		for (Spell pause = this.pauses.at(done); pause != null; pause = this.pauses.at(done)) {
			done += pause.until() - pause.from();
		}
		Spell crash = this.crashes.beginning(arrival, done);
		if (crash != null) {
			return new Answer(crash.from(), Kind.BROKEN);
		}
		return new Answer(done, fails ? Kind.STATUS : null);
	}

	/** What it says and when; a success if there is no kind of failure. */
	record Answer(long at, Kind failure) {
	}

	/**
	 * One direction between two places; what is lost is sent again after 200, 400, 800 ms
	 * and so on.
	 */
	static final class Way {

		private static final long[] TRIES_MS = { 0, 200, 600, 1400, 3000, 6200 };

		final Spells cuts = new Spells();

		final Spells losses = new Spells();

		final Spells spikes = new Spells();

		private final long latency;

		Way(long latency) {
			this.latency = latency;
		}

		long arrival(long sent, java.util.SplittableRandom random) {
			for (long after : TRIES_MS) {
				long at = sent + after * 1_000_000;
				if (this.cuts.at(at) != null || this.losses.at(at) != null && random.nextInt(100) < 5) {
					continue;
				}
				return at + this.latency
						+ ((this.spikes.at(at) != null) ? random.nextLong(120_000_000, 180_000_000) : 0);
			}
			return NEVER;
		}

	}

}

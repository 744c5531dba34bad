package io.tandem.centralhub.resync;

import io.tandem.centralhub.ledger.EpochState;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.wire.identity.RangeSet;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares one epoch of an origin with the ledger, over and over: what was missing at one
 * look, although it had left its origin, and is missing still after the grace time and
 * after all that lay in the streams at that look was read, will not come by itself.
 * Confined to one thread.
 */
final class Comparison {

	/** While some of it still comes, so many grace times are waited before asking. */
	private static final int PATIENCE = 8;

	private final LedgerKey key;

	private final long grace;

	private @Nullable Look look;

	private int waits;

	/** What was asked for and has not come yet. */
	private RangeSet requested = RangeSet.EMPTY;

	private long repaired;

	private long equalUpTo;

	Comparison(LedgerKey key, Duration grace) {
		this.key = key;
		this.grace = grace.toNanos();
	}

	/**
	 * Looks again.
	 * @param state null if the ledger knows nothing of it
	 * @param delivered the highest sequence that has left the origin
	 * @param now monotonic, in nanoseconds
	 * @return what is to be asked for again; mostly empty
	 */
	RangeSet look(@Nullable EpochState state, long delivered, Inflow inflow, long now) {
		RangeSet missing = missing(state, delivered);
		RangeSet stillAway = this.requested.intersect(missing);
		this.repaired += this.requested.count() - stillAway.count();
		this.requested = stillAway;
		Look before = this.look;
		if (before == null) {
			begin(missing, delivered, inflow, now);
			return RangeSet.EMPTY;
		}
		RangeSet left = before.missing.intersect(missing);
		if (left.isEmpty()) {
			this.equalUpTo = Math.max(this.equalUpTo, before.delivered);
		}
		if (now - before.at < this.grace || !inflow.isTaken(before.ends)) {
			return RangeSet.EMPTY;
		}
		boolean isComing = left.count() < before.missing.count() && !left.isEmpty();
		begin(missing, delivered, inflow, now);
		if (isComing && this.waits++ < PATIENCE) {
			return RangeSet.EMPTY;
		}
		this.waits = 0;
		return left;
	}

	private void begin(RangeSet missing, long delivered, Inflow inflow, long now) {
		this.look = inflow.ends().map((ends) -> new Look(missing, delivered, ends, now)).orElse(null);
	}

	/** What is seen meanwhile means nothing: the origin does not answer. */
	void interrupted() {
		this.look = null;
	}

	void requested(RangeSet ranges) {
		for (var range : ranges.ranges()) {
			this.requested = this.requested.add(range.first(), range.last()).set();
		}
	}

	static RangeSet missing(@Nullable EpochState state, long delivered) {
		RangeSet missing = RangeSet.EMPTY;
		if (state == null) {
			return (delivered < 1) ? missing : missing.add(1, delivered).set();
		}
		for (var range : state.missing()) {
			if (range.first() <= delivered) {
				missing = missing.add(range.first(), Math.min(range.last(), delivered)).set();
			}
		}
		return (state.next() <= delivered) ? missing.add(state.next(), delivered).set() : missing;
	}

	LedgerKey key() {
		return this.key;
	}

	/** Returns how many records came after they were asked for. */
	long repaired() {
		return this.repaired;
	}

	/** Returns what was asked for and has not come. */
	RangeSet awaited() {
		return this.requested;
	}

	/** Returns up to where nothing was missing when it was looked at last. */
	long equalUpTo() {
		return this.equalUpTo;
	}

	private record Look(RangeSet missing, long delivered, Map<String, Long> ends, long at) {
	}

}

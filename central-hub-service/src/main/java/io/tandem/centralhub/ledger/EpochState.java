package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one numbering, its gaps aside. Immutable. Counts are of sequences.
 *
 * @param baseline the first sequence that is asked for; nothing before it is missing
 * @param known what has arrived, been refused or been forgotten
 * @param duplicated how many have arrived again
 * @param late how many have filled a hole
 * @param refused how many of the arrived were refused by the store
 * @param forgotten how many are known only because their hole was given up
 * @param forgottenUpTo nothing certain is known of sequences up to this one; 0 for none
 * @param lost what its origin says is nowhere any more; not known, and not missing either
 * @param expected the highest sequence that the origin says has left it; 0 for none
 * @param highestStoredAt when the highest message was stored in its stream; null for
 * records
 */
public record EpochState(LedgerKey key, long baseline, RangeSet known, long duplicated, long late, long refused,
		long forgotten, long forgottenUpTo, RangeSet lost, long expected, Instant firstSeen, Instant lastSeen,
		@Nullable Instant highestStoredAt) {

	/** Returns how many sequences have arrived, refused ones included. */
	public long receivedCount() {
		return this.known.count() - this.forgotten;
	}

	/**
	 * Returns how many sequences up to the highest, or the highest expected, have not
	 * arrived and are not lost.
	 */
	public long missingCount() {
		return (highest() < this.baseline) ? 0 : highest() - this.baseline + 1 - this.known.count() - this.lost.count();
	}

	/** Returns what has not arrived and is not lost. */
	public List<SequenceRange> missing() {
		List<SequenceRange> missing = new ArrayList<>();
		for (SequenceRange hole : holes()) {
			RangeSet left = RangeSet.EMPTY.add(hole.first(), hole.last()).set();
			for (SequenceRange gone : this.lost.ranges()) {
				left = left.without(gone.first(), gone.last());
			}
			missing.addAll(left.ranges());
		}
		return missing;
	}

	/** Returns what has not arrived, lost or not. */
	List<SequenceRange> holes() {
		List<SequenceRange> holes = new ArrayList<>(this.known.missing(this.baseline));
		long next = this.known.isEmpty() ? this.baseline : this.known.last() + 1;
		if (this.expected >= next) {
			holes.add(new SequenceRange(next, this.expected));
		}
		return holes;
	}

	/** Returns the first sequence of which nothing is known and none is expected. */
	public long next() {
		return Math.max(highest() + 1, this.baseline);
	}

	/** Returns the highest sequence that has arrived or is expected; 0 for none. */
	public long highest() {
		return Math.max(this.known.isEmpty() ? 0 : this.known.last(), this.expected);
	}

	EpochState withLost(RangeSet gone) {
		return new EpochState(this.key, this.baseline, this.known, this.duplicated, this.late, this.refused,
				this.forgotten, this.forgottenUpTo, gone, this.expected, this.firstSeen, this.lastSeen,
				this.highestStoredAt);
	}

	EpochState withExpected(long last) {
		return new EpochState(this.key, this.baseline, this.known, this.duplicated, this.late, this.refused,
				this.forgotten, this.forgottenUpTo, this.lost, last, this.firstSeen, this.lastSeen,
				this.highestStoredAt);
	}

	EpochState seenAt(Instant now) {
		return new EpochState(this.key, this.baseline, this.known, this.duplicated, this.late, this.refused,
				this.forgotten, this.forgottenUpTo, this.lost, this.expected, this.firstSeen, now,
				this.highestStoredAt);
	}

	EpochState withHighestStoredAt(Instant storedAt) {
		return new EpochState(this.key, this.baseline, this.known, this.duplicated, this.late, this.refused,
				this.forgotten, this.forgottenUpTo, this.lost, this.expected, this.firstSeen, this.lastSeen, storedAt);
	}

	/** Tells for certain that all of the range has arrived before. */
	public boolean contains(long first, long last) {
		return first > this.forgottenUpTo && this.known.contains(first, last);
	}

}

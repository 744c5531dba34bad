package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
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
 * @param highestStoredAt when the highest message was stored in its stream; null for
 * records
 */
public record EpochState(LedgerKey key, long baseline, RangeSet known, long duplicated, long late, long refused,
		long forgotten, long forgottenUpTo, Instant firstSeen, Instant lastSeen, @Nullable Instant highestStoredAt) {

	/** Returns how many sequences have arrived, refused ones included. */
	public long receivedCount() {
		return this.known.count() - this.forgotten;
	}

	/** Returns how many sequences up to the highest have not arrived. */
	public long missingCount() {
		return this.known.isEmpty() ? 0 : this.known.last() - this.baseline + 1 - this.known.count();
	}

	/** Returns what has not arrived. */
	public List<SequenceRange> missing() {
		return this.known.missing(this.baseline);
	}

	/** Tells for certain that all of the range has arrived before. */
	public boolean contains(long first, long last) {
		return first > this.forgottenUpTo && this.known.contains(first, last);
	}

}

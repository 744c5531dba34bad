package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that were missing when later ones had arrived, or that are accounted for
 * without being stored. Immutable.
 *
 * @param id unique in the ledger, rises with time
 * @param remaining how many of them are missing still
 * @param reason what is known of the cause
 * @param closedAt when nothing was missing any more or was waited for; null while open
 */
public record Gap(long id, LedgerKey key, SequenceRange range, long remaining, State state, String reason,
		Instant openedAt, @Nullable Instant closedAt) {

	public static final String UNKNOWN_REASON = "unknown";

	static Gap opened(long id, LedgerKey key, SequenceRange range, Instant now) {
		return new Gap(id, key, range, range.count(), State.OPEN, UNKNOWN_REASON, now, null);
	}

	static Gap refused(long id, LedgerKey key, SequenceRange range, String reason, Instant now) {
		return new Gap(id, key, range, 0, State.REFUSED, reason, now, now);
	}

	static Gap forgotten(long id, LedgerKey key, SequenceRange range, Instant openedAt, Instant now) {
		return new Gap(id, key, range, range.count(), State.FORGOTTEN, "too-many-ranges", openedAt, now);
	}

	Gap filled(long count, Instant now) {
		long left = this.remaining - count;
		if (left < 0) {
			throw new IllegalStateException("more filled than was missing: gap=" + this.range + " remaining="
					+ this.remaining + " filled=" + count);
		}
		return new Gap(this.id, this.key, this.range, left, (left == 0) ? State.CLOSED : State.OPEN, this.reason,
				this.openedAt, (left == 0) ? now : null);
	}

	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	/** Where a gap stands. */
	public enum State {

		/** Something is missing. */
		OPEN,
		/** All has arrived. */
		CLOSED,
		/** It has arrived, and the store refused it for good; it is a dead letter. */
		REFUSED,
		/** Given up, to bound the ledger's memory: whether it ever came is not known. */
		FORGOTTEN

	}

}

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
 * @param requestedAt when it was asked for again last; null if never
 * @param closedAt when nothing was missing any more or was waited for; null while open
 */
public record Gap(long id, LedgerKey key, SequenceRange range, long remaining, State state, String reason,
		Instant openedAt, @Nullable Instant requestedAt, @Nullable Instant closedAt) {

	public static final String UNKNOWN_REASON = "unknown";

	static Gap opened(long id, LedgerKey key, SequenceRange range, Instant now) {
		return new Gap(id, key, range, range.count(), State.OPEN, UNKNOWN_REASON, now, null, null);
	}

	static Gap refused(long id, LedgerKey key, SequenceRange range, String reason, Instant now) {
		return new Gap(id, key, range, 0, State.REFUSED, reason, now, null, now);
	}

	static Gap forgotten(long id, LedgerKey key, SequenceRange range, Instant openedAt, Instant now) {
		return new Gap(id, key, range, range.count(), State.FORGOTTEN, "too-many-ranges", openedAt, null, now);
	}

	static Gap lost(long id, LedgerKey key, SequenceRange range, String reason, Instant openedAt,
			@Nullable Instant requestedAt, Instant now) {
		return new Gap(id, key, range, range.count(), State.LOST, reason, openedAt, requestedAt, now);
	}

	Gap filled(long count, Instant now) {
		long left = this.remaining - count;
		if (left < 0) {
			throw new IllegalStateException("more filled than was missing: gap=" + this.range + " remaining="
					+ this.remaining + " filled=" + count);
		}
		return new Gap(this.id, this.key, this.range, left, (left == 0) ? State.CLOSED : State.OPEN, this.reason,
				this.openedAt, this.requestedAt, (left == 0) ? now : null);
	}

	Gap requested(Instant now) {
		return new Gap(this.id, this.key, this.range, this.remaining, this.state, this.reason, this.openedAt, now,
				this.closedAt);
	}

	/** Returns how it was closed; null while it is open. */
	public @Nullable String closedHow() {
		return switch (this.state) {
			case OPEN -> null;
			case CLOSED -> (this.requestedAt != null) ? "backfill" : "late";
			case REFUSED -> "refused";
			case FORGOTTEN -> "forgotten";
			case LOST -> "lost";
		};
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
		FORGOTTEN,
		/** Its origin says that it is nowhere any more. */
		LOST

	}

}

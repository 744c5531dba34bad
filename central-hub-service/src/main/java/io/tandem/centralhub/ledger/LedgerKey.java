package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.RecordRange;
import java.util.Locale;

/**
 * Says which numbering a sequence belongs to. Immutable.
 *
 * @param kind what is numbered
 * @param origin the machine for records, the stream's name for stream messages
 * @param epoch the life of what numbers them: a spool's epoch, a stream's creation
 */
public record LedgerKey(Kind kind, String origin, String epoch) {

	/** Returns the numbering of an origin's records. */
	public static LedgerKey ofRecords(RecordRange range) {
		return new LedgerKey(Kind.RECORD, range.origin(), range.epoch());
	}

	/** Tells whether it is about the machine or, by its own name, the stream given. */
	public boolean isOf(String name) {
		return this.origin.equals(name)
				|| (this.kind == Kind.STREAM && this.origin.endsWith("_" + name.toUpperCase(Locale.ROOT)));
	}

	/** Returns the key as one text, the same for equal keys only. */
	public String text() {
		return this.kind + "/" + this.origin + "/" + this.epoch;
	}

	/** What is numbered. */
	public enum Kind {

		/** Accepted pushes, numbered by their gateway's spool. */
		RECORD,
		/** Messages of a JetStream stream, whatever is in them. */
		STREAM

	}

}

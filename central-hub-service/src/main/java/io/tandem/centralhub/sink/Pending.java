package io.tandem.centralhub.sink;

import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.centralhub.ledger.Standing;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.wire.identity.RecordRange;
import org.jspecify.annotations.Nullable;

/**
 * A message that is held until it is stored and accounted for.
 *
 * @param stream the numbering of its stream
 * @param range the records in it; null where no gateway has numbered them
 */
record Pending(Delivery delivery, LedgerKey stream, @Nullable RecordRange range, Standing standing) {

	StreamMessage message() {
		return this.delivery.message();
	}

	/** Returns whose records these are; empty where no gateway has numbered them. */
	String origin() {
		return (this.range != null) ? this.range.origin() : "";
	}

}

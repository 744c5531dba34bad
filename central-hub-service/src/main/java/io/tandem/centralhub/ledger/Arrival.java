package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.RecordRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream message that has been dealt with for good. Immutable.
 *
 * @param stream the stream's numbering
 * @param sequence the message's sequence in it
 * @param storedAt when the stream stored it
 * @param range the records in it; null for a push that no gateway has numbered
 * @param refusal why the store will never take it; null if it is stored
 */
public record Arrival(LedgerKey stream, long sequence, Instant storedAt, @Nullable RecordRange range,
		@Nullable String refusal) {

}

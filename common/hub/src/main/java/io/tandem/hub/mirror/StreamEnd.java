package io.tandem.hub.mirror;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream ends, and when one message of it was stored, which tells it from another
 * one under the same sequence. Immutable.
 *
 * @param first the first sequence kept
 * @param last the last one; 0 if there never was any
 * @param storedAt of the message that was asked for; null if it is not there
 */
record StreamEnd(String stream, long first, long last, @Nullable Instant storedAt) {

}

package io.tandem.healthsync.state;

import java.time.Instant;

/**
 * Where a message stands in its stream.
 *
 * @param sequence as the origin numbered it; a mirror keeps it
 * @param storedAt when the origin stored it, by the origin's clock
 */
public record StreamPosition(long sequence, Instant storedAt) {

	/**
	 * Tells whether this message was stored after the other one. A stream that was made
	 * anew, on a replaced disk say, numbers from 1 again: then the time tells.
	 */
	boolean isAfter(StreamPosition other) {
		return this.sequence > other.sequence || this.storedAt.isAfter(other.storedAt);
	}

}

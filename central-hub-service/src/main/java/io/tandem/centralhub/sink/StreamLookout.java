package io.tandem.centralhub.sink;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the broker about streams and their readers. Thread-safe. */
interface StreamLookout {

	/** Returns when the stream was created; empty if it cannot be told now. */
	Optional<Instant> created(String stream);

	/**
	 * Returns how many messages a durable consumer has not acknowledged; empty if it
	 * cannot be told now.
	 */
	OptionalLong lag(String stream, String durable);

	/**
	 * Returns the last sequence of a stream; empty if it cannot be told now.
	 */
	OptionalLong end(String stream);

	/**
	 * Tells whether a durable consumer has acknowledged everything up to a sequence;
	 * false also if it cannot be told now.
	 */
	boolean isAcknowledged(String stream, String durable, long sequence);

}

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

}

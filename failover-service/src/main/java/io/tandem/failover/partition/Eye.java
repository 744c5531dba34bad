package io.tandem.failover.partition;

import io.tandem.failover.partition.Look.Outcome;
import java.time.Duration;

/** Looks once at one thing; may wait for {@link #PATIENCE}. Thread-safe. */
@FunctionalInterface
interface Eye {

	/** How long a look may take before it was in vain. */
	Duration PATIENCE = Duration.ofSeconds(2);

	Seen look() throws InterruptedException;

	/**
	 * What was seen.
	 *
	 * @param detail for people; may be empty
	 */
	record Seen(Outcome outcome, String detail) {
	}

}

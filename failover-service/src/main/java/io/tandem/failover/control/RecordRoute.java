package io.tandem.failover.control;

import io.tandem.failover.detection.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends records where they are told to go. Thread-safe; no method blocks. */
public interface RecordRoute {

	/**
	 * Sends records there from now on.
	 * @param reason why, in words that are shown
	 */
	void use(Tier tier, String reason, Instant since);

	/**
	 * Sends the records of critical agents to this hub as well.
	 * @param tier null for no second hub
	 */
	void twin(@Nullable Tier tier);

	/** Returns how many records are durable and not delivered. */
	long backlogRecords();

}

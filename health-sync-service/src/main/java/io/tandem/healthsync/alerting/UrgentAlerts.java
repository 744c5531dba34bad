package io.tandem.healthsync.alerting;

import org.jspecify.annotations.Nullable;

/** The machine's stream of urgent alerts. Thread-safe. */
@FunctionalInterface
interface UrgentAlerts {

	/** The header by which a reader recognises a copy that comes after minutes. */
	String ID_HEADER = "Tandem-Event";

	/**
	 * Sends once, and waits for the stream to have it. What has failed may be in the
	 * stream all the same.
	 * @param id the same for every copy
	 * @return null if the stream has it, else why not
	 */
	@Nullable String send(String id, byte[] json);

}

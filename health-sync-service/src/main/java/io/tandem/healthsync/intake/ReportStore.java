package io.tandem.healthsync.intake;

import io.tandem.jetstream.PublishOutcome;

/** Stores this machine's reports durably. Thread-safe. */
interface ReportStore {

	/**
	 * Stores the report and waits for the acknowledgement. Never throws for a store that
	 * is away or full.
	 * @param agent the reporting agent
	 * @param messageId the same for the same report, however often it is sent
	 * @param json the report as it was sent
	 */
	PublishOutcome store(String agent, String messageId, byte[] json);

}

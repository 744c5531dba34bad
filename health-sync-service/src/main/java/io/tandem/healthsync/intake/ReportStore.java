package io.tandem.healthsync.intake;

/** Stores this machine's reports durably. Thread-safe. */
interface ReportStore {

	/**
	 * Stores the report and waits for the acknowledgement. Never throws for a store that
	 * is away or full.
	 * @param agent the reporting agent
	 * @param messageId the same for the same report, however often it is sent
	 * @param json the report as it was sent
	 */
	Outcome store(String agent, String messageId, byte[] json);

	/** What became of a report. */
	sealed interface Outcome {

		/** The stream has it. */
		record Stored() implements Outcome {
		}

		/**
		 * The stream is not known to have it: it is to be sent again, with the same id.
		 */
		record Refused(String reason) implements Outcome {
		}

	}

}

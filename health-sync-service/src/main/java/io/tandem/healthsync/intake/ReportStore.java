package io.tandem.healthsync.intake;

import org.jspecify.annotations.Nullable;

/** Stores this machine's reports durably. Thread-safe. */
interface ReportStore {

	/**
	 * Stores the report and waits for the acknowledgement. Never throws for a store that
	 * is away or full.
	 */
	Outcome store(OwnReport report);

	/** What became of a report. */
	sealed interface Outcome {

		/** This machine's stream has it. */
		record Stored() implements Outcome {
		}

		/**
		 * Another machine keeps it until this machine's stream takes it.
		 *
		 * @param by that machine
		 */
		record Relayed(String by) implements Outcome {
		}

		/**
		 * Nobody is known to have it: it is to be sent again, with the same id.
		 *
		 * @param relay why no other machine took it; null if none was asked
		 */
		record Refused(String reason, @Nullable String relay) implements Outcome {
		}

	}

}

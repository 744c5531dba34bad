package io.tandem.failover.spool;

/** What became of an append. */
public sealed interface AppendOutcome {

	/**
	 * The record is on the disk under this sequence.
	 *
	 * @param sequence at least 1; one more than the record before it
	 */
	record Appended(long sequence) implements AppendOutcome {
	}

	/**
	 * There is no room now. The record is not stored; room may come back by itself.
	 */
	record Full(Reason reason, String detail) implements AppendOutcome {

		/** Which bound was reached. */
		public enum Reason {

			/** Undelivered records fill the spool. */
			SPOOL,
			/** The disk has less free space than must stay free. */
			DISK,
			/** Too much is waiting for the disk already. */
			QUEUE

		}

	}

	/**
	 * The disk did not take the record, or may not have. It will not be read by this
	 * spool unless a crash follows before the next append succeeds; so send it again.
	 */
	record Failed(String detail) implements AppendOutcome {
	}

}

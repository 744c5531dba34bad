package io.tandem.failover.partition;

/**
 * One look that has ended. Times are in nanoseconds of the monotonic clock. Immutable.
 *
 * @param began when the question was put
 * @param ended when it was answered, or given up
 * @param detail for people: the address, and what was wrong
 */
record Look(Sense sense, Outcome outcome, long began, long ended, String detail) {

	/** What came of it. */
	enum Outcome {

		/** It is there. */
		ANSWERED,
		/** Its machine says that nobody is there, which proves the machine. */
		REFUSED,
		/** Nothing came back in time, which alone proves nothing. */
		SILENT,
		/** It could not be looked at, so nothing is known. */
		UNKNOWN;

		String word() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

}

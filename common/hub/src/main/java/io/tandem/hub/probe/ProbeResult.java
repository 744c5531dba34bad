package io.tandem.hub.probe;

/** What a round trip has shown. Immutable. */
sealed interface ProbeResult {

	/** Returns the value of the meter's tag. */
	String tag();

	/**
	 * The message was stored and read back.
	 *
	 * @param writeNanos until the stream had acknowledged it
	 * @param readNanos from the same start until the window's reader had it
	 */
	record Seen(String stream, long sequence, long writeNanos, long readNanos) implements ProbeResult {

		@Override
		public String tag() {
			return "seen";
		}

	}

	/** The stream did not acknowledge it. */
	record WriteFailed(String detail) implements ProbeResult {

		@Override
		public String tag() {
			return "write-failed";
		}

	}

	/** It is stored, and did not come back in time. */
	record ReadFailed(String detail) implements ProbeResult {

		@Override
		public String tag() {
			return "read-failed";
		}

	}

}

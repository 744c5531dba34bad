package io.tandem.jetstream;

import java.time.Duration;

/** What became of a message that was to be stored. */
public sealed interface PublishOutcome {

	/**
	 * The stream has it.
	 *
	 * @param duplicate whether the stream had it already, by its message id
	 */
	record Stored(String stream, long sequence, boolean duplicate) implements PublishOutcome {
	}

	/** The stream is full and refuses new messages; it was not stored. */
	record Full(String reason) implements PublishOutcome {
	}

	/**
	 * No answer within the time, or no connection. It may have been stored all the same:
	 * try again with the same message id.
	 */
	record Unavailable(String reason, Duration waited) implements PublishOutcome {
	}

	/** The server will never take it as it is (too large, no stream for the subject). */
	record Rejected(String reason) implements PublishOutcome {
	}

}

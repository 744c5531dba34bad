package io.tandem.centralhub.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a write. */
sealed interface SinkOutcome {

	/** What {@link Sink#write} may end with once it has been tried for long enough. */
	sealed interface Final extends SinkOutcome {

	}

	/** All samples are stored. */
	record Stored() implements Final {
	}

	/**
	 * Nothing of it is sure to be stored, and never will be as it is.
	 *
	 * @param status the HTTP status
	 * @param detail what the receiver says of it, one line
	 */
	record Refused(int status, String detail) implements Final {

		/** Returns the reason in the words of the ledger. */
		String reason() {
			return "refused-by-sink: " + this.status + " " + this.detail;
		}

	}

	/**
	 * Not stored now; the same write may succeed later.
	 *
	 * @param cause the kind of failure, the same text for the same kind
	 * @param detail more about this one
	 * @param retryAfter how long the receiver asks to be left alone; null if it does not
	 */
	record Unavailable(String cause, String detail, @Nullable Duration retryAfter) implements SinkOutcome {
	}

}

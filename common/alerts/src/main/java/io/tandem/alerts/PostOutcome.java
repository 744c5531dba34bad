package io.tandem.alerts;

/** What became of a post to one Alertmanager. */
public sealed interface PostOutcome {

	/** It has them all. */
	record Taken() implements PostOutcome {
	}

	/**
	 * It does not have them all, or nobody knows.
	 *
	 * @param reason in few words, the same for the same fault: {@code status-400}, or the
	 * name of an exception
	 * @param detail the beginning of the answer; empty if there was none
	 */
	record Failed(String reason, String detail) implements PostOutcome {
	}

}

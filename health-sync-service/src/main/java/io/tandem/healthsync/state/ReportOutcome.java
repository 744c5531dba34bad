package io.tandem.healthsync.state;

import java.util.Locale;

/** What became of a message that was read from a health stream. */
public enum ReportOutcome {

	/** It is now what is known of its agent. */
	ACCEPTED,
	/** It was seen before: the agent sent it twice, or the stream delivered it twice. */
	DUPLICATE,
	/**
	 * It was not seen before, but the agent numbered it lower than what is known, or it
	 * is from an earlier life.
	 */
	LATE,
	/** It is of one agent more than are kept. */
	OVERFLOW,
	/** It speaks for another machine than the one whose stream it is in. */
	FOREIGN,
	/** It is not a report. */
	INVALID;

	/** Returns the value of the meter's tag. */
	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}

package io.tandem.agent.push;

import java.util.Locale;

/** Why samples were dropped. */
enum DropReason {

	/** The buffer was full, and they were the oldest in it. */
	BUFFER_FULL,
	/** The receiver will never take them. */
	REJECTED,
	/** The agent ended before anybody took them. */
	CLOSED;

	String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

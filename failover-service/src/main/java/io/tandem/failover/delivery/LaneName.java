package io.tandem.failover.delivery;

import java.util.Locale;

/** The ways on which records leave the spool side by side. */
enum LaneName {

	/** New records, to the tier in use. */
	LIVE,
	/** Older records, paced, to the hub in use. */
	BACKLOG,
	/** Critical agents' new records, to a second hub as well. */
	TWIN;

	/** Returns the value of the tag {@code lane}. */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

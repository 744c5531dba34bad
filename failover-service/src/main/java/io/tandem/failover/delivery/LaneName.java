package io.tandem.failover.delivery;

import io.tandem.ingest.PushedRecord;
import java.util.Locale;

/** The ways on which records leave the spool side by side. */
enum LaneName {

	/** New records, to the tier in use. */
	LIVE,
	/** Older records, paced, to the hub in use. */
	BACKLOG,
	/** Critical agents' new records, to a second hub as well. */
	TWIN,
	/** What a machine has missed and asked for again, paced, to that machine's hub. */
	BACKFILL;

	/** Returns what a hub is told of the lane; a second copy is like any new record. */
	PushedRecord.Lane told() {
		return (this == BACKLOG || this == BACKFILL) ? PushedRecord.Lane.BACKLOG : PushedRecord.Lane.LIVE;
	}

	/** Returns the value of the tag {@code lane}. */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

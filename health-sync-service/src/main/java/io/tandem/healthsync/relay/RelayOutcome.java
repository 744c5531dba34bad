package io.tandem.healthsync.relay;

import java.util.Locale;

/** What became of a report, on the machine that counts it. */
enum RelayOutcome {

	/** Another machine has stored this machine's report. */
	RELAYED,
	/** No other machine took this machine's report. */
	REFUSED,
	/** This machine's report was refused because too many were under way. */
	BUSY,
	/** This machine has stored another one's report. */
	STORED,
	/** This machine could not store another one's report. */
	UNAVAILABLE,
	/** A report of this machine came home into its own stream. */
	RETURNED,
	/** A report that was to come home was there already. */
	KNOWN,
	/** A report that was to come home is one the own stream will never take. */
	REJECTED,
	/** A message in a stream of relayed reports is none. */
	INVALID,
	/** A report is kept, but not shown, because of too many agents. */
	OVERFLOW;

	/** Returns the value of the meter's tag. */
	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}

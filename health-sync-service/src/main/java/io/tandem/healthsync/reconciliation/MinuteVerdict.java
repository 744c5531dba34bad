package io.tandem.healthsync.reconciliation;

import io.tandem.healthsync.history.MinuteDigest;

/**
 * What came of a minute that was not the same on both machines. Immutable.
 *
 * @param origin what the origin has
 * @param here what this machine has, after a repair
 * @param repaired how many reports were fetched
 */
record MinuteVerdict(MinuteDigest origin, MinuteDigest here, State state, int repaired) {

	boolean isOf(MinuteDigest origin, MinuteDigest here) {
		return this.origin.equals(origin) && this.here.equals(here);
	}

	/** How the two compare. */
	enum State {

		/** The origin has what is not here; it is fetched with the next comparison. */
		MISSING,
		/** What was missing here was fetched. */
		REPAIRED,
		/**
		 * All that the origin has is here, and more: as of a history that began to read
		 * at another place, or is older than the origin's. Nothing is to be done.
		 */
		MORE

	}

}

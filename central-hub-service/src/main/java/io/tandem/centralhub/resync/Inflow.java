package io.tandem.centralhub.resync;

import java.util.Map;
import java.util.Optional;

/** Tells how far the streams of this machine's broker are accounted for. Thread-safe. */
public interface Inflow {

	/**
	 * Returns the last sequence of each stream that there is; empty if it cannot be told
	 * now.
	 */
	Optional<Map<String, Long>> ends();

	/**
	 * Tells whether the ledger has all up to these sequences; false also if it cannot be
	 * told now.
	 */
	boolean isTaken(Map<String, Long> ends);

}

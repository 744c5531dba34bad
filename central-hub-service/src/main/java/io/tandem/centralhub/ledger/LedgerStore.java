package io.tandem.centralhub.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger. {@link #save} is called by one thread at a time, the rest by any.
 */
interface LedgerStore {

	/** Returns all that is kept. */
	Kept load();

	/**
	 * Keeps all of it or, when it throws, nothing. What it has returned from survives the
	 * end of the process and of the machine.
	 * @param gaps new or changed
	 * @param forgotten numberings to be deleted with all their gaps
	 */
	void save(Collection<EpochState> epochs, Collection<Gap> gaps, Collection<LedgerKey> forgotten);

	/**
	 * Returns gaps, newest first.
	 * @param origin a machine or stream; null for all
	 * @param open whether they are open; null for both
	 */
	List<Gap> gaps(@Nullable String origin, @Nullable Boolean open, int limit);

	/**
	 * Returns gaps of records that were open in a time, newest first.
	 * @param origin a machine; null for all
	 */
	List<Gap> gapsOfRecords(@Nullable String origin, Instant from, Instant to, int limit);

	/**
	 * Deletes gaps that were closed before a time, and the oldest closed ones above a
	 * number.
	 * @return how many are gone
	 */
	int purge(Instant closedBefore, int maxClosed);

	/**
	 * @param lastGapId the highest gap id ever given and still kept; 0 for none
	 */
	record Kept(List<EpochState> epochs, List<Gap> openGaps, long lastGapId) {
	}

}

package io.tandem.centralhub.migration;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a gate can ask for. */
enum Criterion {

	/** The ledger misses no record of the batch's machines. */
	LEDGER("the ledger misses no record"),
	/** Each agent is on the path it should be on, and pushes by it. */
	PATHS("each agent pushes by its path"),
	/** In the overlap window each sample of the old path is found on the new one. */
	COMPARISON("old and new path agree sample by sample"),
	/** Each agent reports that it is up. */
	HEALTH("each agent reports that it is up"),
	/** Agents wait for their answers no longer than before. */
	LATENCY("agents wait no longer than before"),
	/** The batch's records find their way while its hub is taken away. */
	FAILOVER("records find their way while the hub is taken away"),
	/** The availability objective holds. */
	UPTIME("the availability objective holds");

	private final String claim;

	Criterion(String claim) {
		this.claim = claim;
	}

	/** Returns what holds where it passes. */
	String claim() {
		return this.claim;
	}

	/** Returns it in lower case. */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Tells whether it can only be judged while both paths are in use. */
	boolean isOfOverlap() {
		return this == COMPARISON;
	}

	static Optional<Criterion> of(String word) {
		return Arrays.stream(values()).filter((each) -> each.word().equals(word)).findFirst();
	}

}

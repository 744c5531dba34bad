package io.tandem.failover.detection;

/** What is held of a tier. */
public enum TierState {

	/** Takes records, as far as anyone can tell. */
	HEALTHY,
	/**
	 * Something failed or is late; it is asked again at short intervals, and still used.
	 */
	SUSPECT,
	/** Takes no records, by enough evidence; it is left. */
	DOWN,
	/** Answers again; it is used again after a run of successes. */
	RECOVERING

}

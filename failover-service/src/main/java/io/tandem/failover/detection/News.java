package io.tandem.failover.detection;

/** What an observation says of a tier, once it is known what it is worth. */
enum News {

	/** Nothing, or only that time has passed. */
	NONE,
	/** It has answered. */
	SUCCESS,
	/** A try is late. */
	OVERDUE,
	/** No answer, or a broken one: it may be the way there. */
	SOFT,
	/** The other side said no. */
	HARD;

	boolean isFailure() {
		return this == SOFT || this == HARD;
	}

}

package io.tandem.centralhub.ledger;

/** What the ledger says of a message before it is written. */
public enum Standing {

	/** Something in it may be missing. Write it. */
	NEW,
	/** This very message has been dealt with. Acknowledge it. */
	REDELIVERED,
	/** All its records came with other messages. Account for it, but do not write it. */
	DUPLICATE

}

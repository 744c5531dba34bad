package io.tandem.healthsync.incident;

/** How far an incident has come. */
public enum Phase {

	/** Nobody is told yet: it may be over in a moment, or its cause not clear. */
	OPENING,
	/** It goes on. */
	OPEN,
	/** All is well, but not for long enough. */
	RECOVERING,
	/** It is over. */
	CLOSED

}

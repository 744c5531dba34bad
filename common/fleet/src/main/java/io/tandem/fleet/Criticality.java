package io.tandem.fleet;

/** How much an agent's records matter. */
public enum Criticality {

	/** Written to both hubs at once. */
	CRITICAL,
	/** Fails over. */
	STANDARD

}

package io.tandem.fleet;

import java.util.Locale;

/** How much an agent's records matter. */
public enum Criticality {

	/** Written to both hubs at once. */
	CRITICAL,
	/** Fails over. */
	STANDARD;

	/** Returns the word that the fleet file has for it. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

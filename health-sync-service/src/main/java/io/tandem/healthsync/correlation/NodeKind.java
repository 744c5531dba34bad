package io.tandem.healthsync.correlation;

import java.util.Locale;

/** What can be the cause of an incident. */
public enum NodeKind {

	/** A program that reports its own health. */
	AGENT,
	/** The hub of a machine, where its records go. */
	HUB,
	/** The broker of a machine, by which its reports come. */
	BROKER,
	/** All that is on one machine. */
	MACHINE,
	/** The way between two machines. */
	LINK;

	/** Returns the word that alerts and the API have for it. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

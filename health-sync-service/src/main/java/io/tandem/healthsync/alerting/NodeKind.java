package io.tandem.healthsync.alerting;

import java.util.Locale;

/**
 * What kind of thing is the cause of a page. Alertmanager hides an agent's page behind
 * its hub's, broker's, link's or machine's.
 */
public enum NodeKind {

	/** One agent. */
	AGENT,
	/** A machine's hub. */
	HUB,
	/** A machine's broker. */
	BROKER,
	/** The link between two machines. */
	LINK,
	/** A whole machine. */
	MACHINE,
	/** Nothing that is: an account of what has been. Never becomes more urgent. */
	SUMMARY;

	/** Returns the word by which Alertmanager and the event stream know it. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

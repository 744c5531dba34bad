package io.tandem.healthsync.alerting;

import java.util.Locale;

/** How urgent a page is, from the least to the most; each level calls other people. */
public enum Severity {

	/** Somebody looks at it today. */
	WARNING,
	/** Something works worse than it should: whoever is on call looks at it now. */
	DEGRADATION,
	/** Something does not work: the whole team is called. */
	CRITICAL;

	/** Returns the word by which Alertmanager and the event stream know it. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}

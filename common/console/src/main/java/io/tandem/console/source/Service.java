package io.tandem.console.source;

import java.util.Locale;

/** What runs on a machine and can be asked. */
public enum Service {

	/** Takes pushes and shows metrics. */
	HUB("hub"),

	/** Decides where records go. */
	FAILOVER("failover-service"),

	/** Knows how agents are. */
	HEALTH("health-sync-service");

	private final String words;

	Service(String words) {
		this.words = words;
	}

	/** Returns its name for people. */
	public String words() {
		return this.words;
	}

	/** Returns its name in settings. */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}

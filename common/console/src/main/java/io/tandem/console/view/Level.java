package io.tandem.console.view;

import java.util.Locale;

/** How much something needs a look. Told by a sign as well as by a colour. */
public enum Level {

	/** Look now. */
	BAD("■"),

	/** Look when there is time. */
	WATCH("▲"),

	/** Nothing can be said. */
	UNKNOWN("?"),

	/** Nothing to look at. */
	GOOD("●");

	private final String sign;

	Level(String sign) {
		this.sign = sign;
	}

	/** Returns its sign. */
	public String sign() {
		return this.sign;
	}

	/** Returns its class in the style sheet. */
	public String css() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Returns the one of both that needs a look more. */
	Level worse(Level other) {
		return (compareTo(other) <= 0) ? this : other;
	}

	/** Returns the level of a tier's state. */
	static Level ofTier(String state) {
		return switch (state.toLowerCase(Locale.ROOT)) {
			case "healthy" -> GOOD;
			case "suspect", "recovering" -> WATCH;
			case "down" -> BAD;
			default -> UNKNOWN;
		};
	}

	/** Returns the level of an agent's status. */
	static Level ofAgent(String status) {
		return switch (status) {
			case "UP" -> GOOD;
			case "DEGRADED" -> WATCH;
			case "DOWN", "SILENT" -> BAD;
			default -> UNKNOWN;
		};
	}

	/** Returns the level of an incident's severity. */
	static Level ofSeverity(String severity) {
		return "critical".equals(severity) ? BAD : WATCH;
	}

	/** Returns the level of a verdict on another machine. */
	static Level ofVerdict(String verdict) {
		return switch (verdict) {
			case "none" -> GOOD;
			case "unknown" -> UNKNOWN;
			case "link-degraded" -> WATCH;
			default -> BAD;
		};
	}

	/** Returns the level of a verdict on what is promised. */
	static Level ofPromise(String verdict) {
		return switch (verdict) {
			case "met" -> GOOD;
			case "missed" -> BAD;
			default -> UNKNOWN;
		};
	}

}

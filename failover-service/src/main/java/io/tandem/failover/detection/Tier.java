package io.tandem.failover.detection;

import java.util.Locale;

/**
 * One place that records can go to. Immutable.
 *
 * @param kind what it is
 * @param machine the machine it is on, for example {@code pc2}
 */
public record Tier(Kind kind, String machine) {

	/** In the order of preference. */
	public enum Kind {

		/** The hub of this machine. */
		LOCAL_HUB,
		/** The hub of another machine. */
		PEER_HUB,
		/** The Pushgateway of this machine: shows the last values, stores no record. */
		PUSHGATEWAY,
		/** The spool itself: records are already written there and wait. */
		SPOOL;

		/** Returns the name that is shown, for example {@code local-hub}. */
		public String word() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	/** Tells whether a record that this tier takes is delivered. */
	public boolean isHub() {
		return this.kind == Kind.LOCAL_HUB || this.kind == Kind.PEER_HUB;
	}

	/** Returns the tier as it is shown and written, for example {@code peer-hub/pc2}. */
	@Override
	public String toString() {
		return this.kind.word() + "/" + this.machine;
	}

	/**
	 * Reads what {@link #toString} has written.
	 * @throws IllegalArgumentException if it is not that
	 */
	public static Tier parse(String text) {
		int slash = text.indexOf('/');
		for (Kind kind : Kind.values()) {
			if (slash > 0 && slash < text.length() - 1 && kind.word().equals(text.substring(0, slash))) {
				return new Tier(kind, text.substring(slash + 1));
			}
		}
		throw new IllegalArgumentException(
				"a tier is local-hub/, peer-hub/, pushgateway/ or spool/ and a machine: " + text);
	}

}

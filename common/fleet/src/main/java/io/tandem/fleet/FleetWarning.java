package io.tandem.fleet;

import java.util.Locale;

/**
 * Something about a fleet that is allowed and worth a look. Immutable.
 *
 * @param line of the fleet file, counted from 1
 * @param kind what it is
 * @param agent whom it is about
 * @param problem what happens, and when
 */
public record FleetWarning(int line, Kind kind, String agent, String problem) {

	@Override
	public String toString() {
		return "line " + this.line + ": " + this.problem;
	}

	/** What there is to warn of. */
	public enum Kind {

		/** When the agent fails, many are gone with it. */
		SINGLE_POINT_OF_FAILURE,
		/** A fallback is gone whenever that is gone which it stands in for. */
		FALLBACK_FAILS_TOO,
		/** A fallback is behind the same link as that which it stands in for. */
		FALLBACK_OUT_OF_REACH;

		/** Returns it in lower case with hyphens. */
		public String word() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}

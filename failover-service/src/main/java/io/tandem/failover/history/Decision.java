package io.tandem.failover.history;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A transition as it is kept. Immutable.
 *
 * @param epoch the service's life in which it was decided: a new one at each start
 * @param at by the wall clock
 * @param tier the tier whose state changes; null for the other kinds
 * @param from a tier's state, a tier, or {@code auto}, {@code hold} or the tier pinned
 * @param to the same, afterwards
 * @param evidence JSON
 * @param override what is in force afterwards; null if nothing, and for the other kinds
 */
record Decision(long number, String epoch, Instant at, Kind kind, @Nullable String tier, String from, String to,
		String trigger, String why, String evidence, Observation.@Nullable Pin override) {

	private static final int LONGEST_TRIGGER = 100;

	private static final int LONGEST_WHY = 2000;

	static Decision of(Transition transition, Instant at, String epoch) {
		String evidence = EvidenceJson.write(transition);
		String trigger = cut(transition.trigger(), LONGEST_TRIGGER);
		String why = cut(transition.why(), LONGEST_WHY);
		return switch (transition.change()) {
			case Change.OfTier(var tier, var from, var to) -> new Decision(transition.number(), epoch, at, Kind.TIER,
					tier.toString(), lower(from), lower(to), trigger, why, evidence, null);
			case Change.OfRoute(var from, var to) -> new Decision(transition.number(), epoch, at, Kind.ROUTE, null,
					from.toString(), to.toString(), trigger, why, evidence, null);
			case Change.OfOverride(var from, var to) -> new Decision(transition.number(), epoch, at, Kind.OVERRIDE,
					null, word(from), word(to), trigger, why, evidence, to);
		};
	}

	private static String word(Observation.@Nullable Pin override) {
		if (override == null) {
			return "auto";
		}
		return (override.tier() != null) ? override.tier().toString() : "hold";
	}

	static String cut(String text, int longest) {
		return (text.length() <= longest) ? text : text.substring(0, longest);
	}

	static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What changes. */
	enum Kind {

		/** What is held of a tier. */
		TIER,
		/** Where records go. */
		ROUTE,
		/** Who decides. */
		OVERRIDE;

		String word() {
			return lower(this);
		}

	}

}

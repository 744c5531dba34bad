package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A transition in the words of a trace. Immutable.
 *
 * @param of a tier, {@code route} or {@code override}
 */
record Decided(long at, long number, String of, String from, String to, String trigger, String why) {

	static final String ROUTE = "route";

	static Decided of(Transition transition) {
		return switch (transition.change()) {
			case Change.OfTier change ->
				of(transition, change.tier().toString(), change.from().name(), change.to().name());
			case Change.OfRoute change -> of(transition, ROUTE, change.from().toString(), change.to().toString());
			case Change.OfOverride change -> of(transition, "override", word(change.from()), word(change.to()));
		};
	}

	private static Decided of(Transition transition, String of, String from, String to) {
		return new Decided(transition.at(), transition.number(), of, from, to, transition.trigger(), transition.why());
	}

	private static String word(Observation.@Nullable Pin override) {
		return (override == null) ? "none" : (override.tier() == null) ? "frozen" : override.tier().toString();
	}

	boolean isOfRoute() {
		return this.of.equals(ROUTE);
	}

}

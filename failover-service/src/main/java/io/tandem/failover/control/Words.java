package io.tandem.failover.control;

import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation.Pin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says things as people read them. */
public final class Words {

	private Words() {
	}

	/** Returns for example {@code local-hub/pc2 suspect -> down}. */
	public static String of(Change change) {
		return switch (change) {
			case Change.OfTier tier -> tier.tier() + " " + of(tier.from()) + " -> " + of(tier.to());
			case Change.OfRoute route -> "route " + route.from() + " -> " + route.to();
			case Change.OfOverride override -> "override " + of(override.from()) + " -> " + of(override.to());
		};
	}

	/** Returns the constant in lower case with hyphens. */
	public static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String of(@Nullable Pin override) {
		if (override == null) {
			return "none";
		}
		return (override.tier() != null) ? override.tier().toString() : "automation off";
	}

}

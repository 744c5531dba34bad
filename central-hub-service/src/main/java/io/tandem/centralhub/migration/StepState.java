package io.tandem.centralhub.migration;

import io.tandem.wire.route.AgentRoute;
import java.util.Locale;

/**
 * How far a step is. A batch goes PENDING, OVERLAP, MOVED, DRILL (where its gate asks for
 * a failover test), DONE; what only looks goes PENDING, DONE. AWAITING waits for a human.
 * From OVERLAP on, a batch can go ROLLING_BACK and then ROLLED_BACK.
 */
enum StepState {

	PENDING, OVERLAP, MOVED, DRILL, AWAITING, DONE, ROLLING_BACK, ROLLED_BACK;

	/** Returns the route that the agents of a batch in this state are to have. */
	AgentRoute route() {
		return switch (this) {
			case PENDING, ROLLING_BACK, ROLLED_BACK -> AgentRoute.LEGACY;
			case OVERLAP -> AgentRoute.OVERLAP;
			case MOVED, DRILL, AWAITING, DONE -> AgentRoute.TANDEM;
		};
	}

	/** Tells whether its batch has left the old path, be it in part. */
	boolean hasMoved() {
		return route() != AgentRoute.LEGACY;
	}

	String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

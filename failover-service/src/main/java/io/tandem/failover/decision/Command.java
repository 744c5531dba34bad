package io.tandem.failover.decision;

import io.tandem.failover.detection.Tier;

/** What the engine wants done. */
public sealed interface Command {

	/**
	 * Probe the tier now, and tell the outcome, or a timeout after so many nanoseconds.
	 */
	record Probe(Tier tier, long timeoutNanos) implements Command {
	}

	/**
	 * Store the transition with its evidence; if it is one of the route, then send
	 * records there.
	 */
	record Apply(Transition transition) implements Command {
	}

}

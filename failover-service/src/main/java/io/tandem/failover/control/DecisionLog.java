package io.tandem.failover.control;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps decisions over restarts. Thread-safe. */
public interface DecisionLog {

	/**
	 * Stores transitions with their evidence, and returns in the time given whatever
	 * happens.
	 * @param transitions decided in one step, in their order
	 * @param at when they were decided, by the wall clock
	 * @return whether all are durable; if not, none is forgotten and they are stored
	 * later
	 */
	boolean store(List<Transition> transitions, Instant at, Duration within);

	/** Returns the number of the last transition that was ever decided, 0 if none was. */
	long lastNumber();

	/** Returns the override that was in force last, also if it has run out since. */
	@Nullable Pin override();

}

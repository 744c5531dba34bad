package io.tandem.failover.control;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation.Pin;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps decisions over restarts. Thread-safe. */
public interface DecisionLog {

	/**
	 * Stores a transition with its evidence, and returns in the time given whatever
	 * happens.
	 * @param at when it was decided, by the wall clock
	 * @return whether it is durable; if not, it is not forgotten and stored later
	 */
	boolean store(Transition transition, Instant at, Duration within);

	/** Returns the number of the last transition that was ever decided, 0 if none was. */
	long lastNumber();

	/** Returns the override that was in force last, also if it has run out since. */
	@Nullable Pin override();

}

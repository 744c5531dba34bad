package io.tandem.failover.control;

import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import java.time.Instant;

/**
 * Is told what is observed and decided. Called on the deciding thread, so it must not
 * block or throw.
 */
public interface DecisionListener {

	/** The engine has been told. */
	default void observed(Observation observation) {
	}

	/**
	 * A transition is stored and applied.
	 * @param state what is held after it
	 */
	default void applied(Transition transition, Instant at, EngineState state) {
	}

}

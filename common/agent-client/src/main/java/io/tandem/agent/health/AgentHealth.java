package io.tandem.agent.health;

import io.tandem.wire.health.HealthStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the agent is. Declare a bean of this type to say it yourself. Called from
 * one thread; what it throws is reported as {@link HealthStatus#UNKNOWN}.
 */
@FunctionalInterface
public interface AgentHealth {

	State check() throws Exception;

	/**
	 * How it is.
	 *
	 * @param metrics up to 100 finite figures, the unit in the name
	 * @param message for a human, cut at 1024 characters
	 */
	record State(HealthStatus status, Map<String, Double> metrics, @Nullable String message) {

		/** Returns a state without figures. */
		public static State of(HealthStatus status, @Nullable String message) {
			return new State(status, Map.of(), message);
		}

	}

}

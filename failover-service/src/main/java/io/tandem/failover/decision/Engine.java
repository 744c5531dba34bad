package io.tandem.failover.decision;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides where records go. Immutable, and a pure function of what it is given. */
public final class Engine {

	private final EngineSettings settings;

	public Engine(EngineSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns the state to begin with: nothing is known of any tier, and records wait in
	 * the spool until one answers.
	 * @param plan the tiers in the order in which they are tried, the spool last
	 * @param number the number of the last transition of a former life, 0 if none
	 * @param override the one in force, null if none
	 * @param at now, in nanoseconds of the monotonic clock
	 */
	public EngineState begin(List<Tier> plan, long number, Observation.@Nullable Override override, long at) {
		throw new UnsupportedOperationException();
	}

	/** Returns what the observation leads to. */
	public Step step(EngineState state, Observation observation) {
		throw new UnsupportedOperationException(this.settings.toString());
	}

}

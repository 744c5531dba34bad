package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Trail;
import io.tandem.failover.detection.Watch;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where records go. Immutable, and a pure function of what it is given. Of a
 * {@link Observation.Stall} it must be told before anything else that was seen after it:
 * what the stall caused cannot be told apart otherwise.
 */
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
	 * @param override the one in force, null if none; one that pins a tier that is no
	 * longer in the plan is not taken over. One that pins none holds from the first route
	 * on that is found
	 * @param at now, in nanoseconds of the monotonic clock
	 * @throws IllegalArgumentException if the plan does not end with its only spool, or
	 * names a tier twice, or if {@code number} is negative
	 */
	public EngineState begin(List<Tier> plan, long number, Observation.@Nullable Pin override, long at) {
		long spools = plan.stream().filter((tier) -> tier.kind() == Tier.Kind.SPOOL).count();
		if (spools != 1 || plan.getLast().kind() != Tier.Kind.SPOOL || new HashSet<>(plan).size() != plan.size()) {
			throw new IllegalArgumentException("a plan ends with its only spool and names no tier twice: plan=" + plan);
		}
		if (number < 0) {
			throw new IllegalArgumentException("transitions are numbered from 1: number=" + number);
		}
		Watch[] watches = plan.stream()
			.limit(plan.size() - 1)
			.map((tier) -> new Watch(tier, this.settings.watch(), at))
			.toArray(Watch[]::new);
		boolean keeps = override != null && (override.tier() == null || plan.contains(override.tier()));
		return new EngineState(List.copyOf(plan), watches, number, new Route(plan.getLast(), at, "starting"),
				new SelfView(0, 0, null), Trail.EMPTY, List.of(), keeps ? override : null,
				at + this.settings.startGrace().toNanos(), false, at, at);
	}

	/**
	 * Returns what the observation leads to. What concerns a tier that is not in the plan
	 * is passed over.
	 * @throws IllegalArgumentException if an override pins a tier that is not in the plan
	 */
	public Step step(EngineState state, Observation observation) {
		if (observation instanceof Observation.Tick && observation.at() < state.dueAt()) {
			return new Step(state, List.of());
		}
		Turn turn = new Turn(state, Math.max(state.at(), observation.at()));
		turn.take(observation);
		turn.passTime();
		turn.route();
		turn.probe();
		return turn.end();
	}

}

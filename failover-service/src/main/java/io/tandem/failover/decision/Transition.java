package io.tandem.failover.decision;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change that the engine decided, and all that it was decided from. Immutable.
 *
 * @param number one more than the last one's, also over restarts
 * @param at when, in nanoseconds of the monotonic clock
 * @param change what changes
 * @param trigger which rule, a word of the transition table, for example
 * {@code refused-run}
 * @param why the same in words that a human reads, numbers included
 * @param evidence what it was decided from
 */
public record Transition(long number, long at, Change change, String trigger, String why, Evidence evidence) {

	/** What changes. */
	public sealed interface Change {

		/** What is held of a tier. */
		record OfTier(Tier tier, TierState from, TierState to) implements Change {
		}

		/** Where records go. */
		record OfRoute(Tier from, Tier to) implements Change {
		}

		/** Who decides. */
		record OfOverride(Observation.@Nullable Pin from, Observation.@Nullable Pin to) implements Change {
		}

	}

	/**
	 * What a decision rests on.
	 *
	 * @param observations the newest ones, oldest first; of a transition of a tier those
	 * about that tier and about this process, else of all
	 * @param tiers what was held of each tier
	 * @param self how this process fared
	 * @param peers the newest word of each peer about each tier
	 */
	public record Evidence(List<Observation> observations, Map<Tier, TierView> tiers, SelfView self,
			List<Observation.PeerView> peers) {
	}

	/**
	 * What is held of a tier, in numbers.
	 *
	 * @param since when it got this state, in nanoseconds of the monotonic clock
	 * @param failures failures in a row, of probes and deliveries together
	 * @param successes successes in a row
	 * @param sinceSuccessNanos since a try began that succeeded, less the time this
	 * process stood still; {@link Long#MAX_VALUE} if none has
	 * @param roundTripNanos smoothed round trip; 0 while unknown
	 * @param deviationNanos smoothed deviation of it
	 * @param flaps how often it was left again soon after it was back
	 * @param holdDownNanos how long it must answer before it is used again
	 */
	public record TierView(Tier tier, TierState state, long since, int failures, int successes, long sinceSuccessNanos,
			long roundTripNanos, long deviationNanos, int flaps, long holdDownNanos) {
	}

	/**
	 * How the decider fares itself.
	 *
	 * @param stalls how often it has stood still since it started
	 * @param stalledNanos for how long altogether
	 * @param lastStall the last one; null if there was none
	 */
	public record SelfView(long stalls, long stalledNanos, Observation.@Nullable Stall lastStall) {
	}

}

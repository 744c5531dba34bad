package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the engine knows. Immutable.
 *
 * @param plan the tiers in the order in which they are tried; the last one is the spool
 * @param number the number of the last transition
 */
public record EngineState(List<Tier> plan, long number, Route route, List<TierView> tiers, SelfView self,
		List<Observation.PeerView> peers, Observation.@Nullable Override override) {
}

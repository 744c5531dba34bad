package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.Evidence;
import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Trail;
import io.tandem.failover.detection.Watch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a decision rests on. */
final class Evidences {

	private Evidences() {
	}

	static Evidence of(Change change, Watch[] watches, Trail own, SelfView self, List<Observation.PeerView> peers,
			long at) {
		List<Observation> observations = new ArrayList<>(own.newest());
		Map<Tier, TierView> tiers = new LinkedHashMap<>();
		for (Watch watch : watches) {
			tiers.put(watch.tier(), EngineState.view(watch, at));
			if (!(change instanceof Change.OfTier ofTier) || ofTier.tier().equals(watch.tier())) {
				observations.addAll(watch.trail().newest());
			}
		}
		observations.sort(Comparator.comparingLong(Observation::at));
		int size = observations.size();
		return new Evidence(List.copyOf(observations.subList(Math.max(0, size - Trail.KEPT), size)),
				Collections.unmodifiableMap(tiers), self, peers);
	}

}

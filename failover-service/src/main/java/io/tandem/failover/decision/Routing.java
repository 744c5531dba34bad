package io.tandem.failover.decision;

import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import io.tandem.failover.detection.Watch;

/**
 * Chooses the first tier that may take records: a hub that is HEALTHY or SUSPECT; if
 * there is none, a hub that is RECOVERING, for nothing better is to be had; then a
 * Pushgateway; then the spool. After a start, later tiers wait a while for the local hub.
 */
final class Routing {

	private Routing() {
	}

	/**
	 * Returns the tier's place in the plan; that of the spool is the number of watches.
	 * @param graceIsOver whether the wait after the start is over
	 */
	static int choose(Watch[] watches, boolean graceIsOver) {
		for (int i = 0; i < watches.length; i++) {
			if (watches[i].tier().isHub()) {
				if (watches[i].isUsable()) {
					return i;
				}
				if (!graceIsOver && watches[i].isUnknown() && watches[i].tier().kind() == Tier.Kind.LOCAL_HUB) {
					return watches.length;
				}
			}
		}
		for (int i = 0; i < watches.length; i++) {
			if (watches[i].tier().isHub() && watches[i].state() == TierState.RECOVERING && !watches[i].isUnknown()) {
				return i;
			}
		}
		for (int i = 0; graceIsOver && i < watches.length; i++) {
			if (!watches[i].tier().isHub() && watches[i].isUsable()) {
				return i;
			}
		}
		return watches.length;
	}

}

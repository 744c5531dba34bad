package io.tandem.failover.history;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.Evidence;
import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.PeerView;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Observation.Stall;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.util.List;
import java.util.Map;

/** Transitions of pc2, with evidence as the engine has it. */
final class Transitions {

	static final Tier LOCAL = new Tier(Tier.Kind.LOCAL_HUB, "pc2");

	static final Tier PEER = new Tier(Tier.Kind.PEER_HUB, "mainpc");

	static final Tier PUSHGATEWAY = new Tier(Tier.Kind.PUSHGATEWAY, "pc2");

	static final Tier SPOOL = new Tier(Tier.Kind.SPOOL, "pc2");

	private static final long MS = 1_000_000;

	private static final long AT = 50_000 * MS;

	private Transitions() {
	}

	static Transition route(long number, Tier from, Tier to, String trigger) {
		return of(number, new Change.OfRoute(from, to), trigger);
	}

	static Transition down(long number) {
		return of(number, new Change.OfTier(LOCAL, TierState.SUSPECT, TierState.DOWN), "refused-run");
	}

	static Transition override(long number, Observation.Pin from, Observation.Pin to) {
		return of(number, new Change.OfOverride(from, to), "override");
	}

	private static Transition of(long number, Change change, String trigger) {
		Stall stall = new Stall(AT - 900 * MS, AT - 700 * MS, Observation.Cause.GC);
		PeerView peer = new PeerView("mainpc", Observation.Via.HTTP, LOCAL, TierState.DOWN, Long.MAX_VALUE,
				AT - 20 * MS);
		return new Transition(number, AT, change, trigger, "3 failures in a row in 150 ms", new Evidence(
				List.of(new Outcome(LOCAL, Source.DELIVERY, AT - 1_000 * MS, AT - 997 * MS, new Result.Success()),
						stall, new Observation.Tick(AT - 500 * MS),
						new Outcome(LOCAL, Source.PROBE, AT - 412 * MS, AT - 411 * MS,
								new Result.Failure(Result.Failure.Kind.REFUSED, "connection refused")),
						new Observation.Overdue(LOCAL, Source.PROBE, AT - 300 * MS, AT - 100 * MS), peer,
						new Observation.ClockJump(AT - 10 * MS, -3_000)),
				Map.of(LOCAL, new TierView(LOCAL, TierState.DOWN, AT - 5 * MS, 3, 0, 1_000 * MS, 2 * MS, MS / 2, 1,
						10_000 * MS)),
				new SelfView(1, 200 * MS, stall), List.of(peer)));
	}

}

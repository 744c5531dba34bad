package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Trail;
import io.tandem.failover.detection.Watch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that the engine knows. Immutable. */
public final class EngineState {

	private final List<Tier> plan;

	private final Watch[] watches;

	private final long number;

	private final Route route;

	private final SelfView self;

	private final Trail own;

	private final List<Observation.PeerView> peers;

	private final Observation.@Nullable Pin override;

	private final long graceUntil;

	private final boolean started;

	private final long at;

	private final long dueAt;

	EngineState(List<Tier> plan, Watch[] watches, long number, Route route, SelfView self, Trail own,
			List<Observation.PeerView> peers, Observation.@Nullable Pin override, long graceUntil, boolean started,
			long at, long dueAt) {
		this.plan = plan;
		this.watches = watches;
		this.number = number;
		this.route = route;
		this.self = self;
		this.own = own;
		this.peers = peers;
		this.override = override;
		this.graceUntil = graceUntil;
		this.started = started;
		this.at = at;
		this.dueAt = dueAt;
	}

	/**
	 * Returns the tiers in the order in which they are tried; the last one is the spool.
	 */
	public List<Tier> plan() {
		return this.plan;
	}

	/** Returns the number of the last transition. */
	public long number() {
		return this.number;
	}

	/** Returns where records go. */
	public Route route() {
		return this.route;
	}

	/** Returns what is held of each tier but the spool, in the order of the plan. */
	public List<TierView> tiers() {
		return Arrays.stream(this.watches).map((watch) -> view(watch, this.at)).toList();
	}

	static TierView view(Watch watch, long at) {
		return new TierView(watch.tier(), watch.state(), watch.since(), watch.failures(), watch.successes(),
				watch.sinceSuccessNanos(at), watch.roundTripNanos(), watch.deviationNanos(), watch.flaps(at),
				watch.holdDownNanos(at));
	}

	/** Returns how this process fared. */
	public SelfView self() {
		return this.self;
	}

	/** Returns the newest word of each peer about each tier. */
	public List<Observation.PeerView> peers() {
		return this.peers;
	}

	/** Returns the override in force; null if there is none. */
	public Observation.@Nullable Pin override() {
		return this.override;
	}

	/** Returns the time of the last observation that changed anything. */
	public long at() {
		return this.at;
	}

	/** Returns the moment before which a tick changes nothing. */
	public long dueAt() {
		return this.dueAt;
	}

	/**
	 * Returns after how many nanoseconds a try at the tier, probe or delivery, is to be
	 * told as overdue.
	 * @throws IllegalArgumentException if it is not in the plan, or the spool
	 */
	public long doubtAfterNanos(Tier tier) {
		for (Watch watch : this.watches) {
			if (watch.tier().equals(tier)) {
				return watch.doubtAfterNanos();
			}
		}
		throw new IllegalArgumentException("not a tier that is watched: tier=" + tier + " plan=" + this.plan);
	}

	Watch[] watches() {
		return this.watches;
	}

	/** Returns what concerns this process: its stalls, clock jumps and overrides. */
	Trail own() {
		return this.own;
	}

	/** Returns until when later tiers wait for the local hub. */
	long graceUntil() {
		return this.graceUntil;
	}

	/** Tells whether a route was ever decided. */
	boolean isStarted() {
		return this.started;
	}

}

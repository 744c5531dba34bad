package io.tandem.failover.decision;

import io.tandem.failover.decision.SimWorld.Dead;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import io.tandem.failover.detection.Watch;
import java.util.List;

/** What must hold after every event. */
final class SimCheck {

	private static final long MS = SimWorld.MS;

	/** What a tier that is DOWN is late to be probed, to answer, and to be counted. */
	private static final long PROBE_SLACK = 3500 * MS;

	private final SimWorld world;

	private final List<List<List<Dead>>> dead;

	private final List<List<List<Dead>>> troubled;

	SimCheck(SimWorld world) {
		this.world = world;
		this.dead = List.of(List.of(world.dead(0, 0), world.dead(0, 1)), List.of(world.dead(1, 0), world.dead(1, 1)));
		this.troubled = List.of(List.of(world.troubled(0, 0), world.troubled(0, 1)),
				List.of(world.troubled(1, 0), world.troubled(1, 1)));
	}

	void everything() {
		for (SimDecider decider : this.world.deciders) {
			if (decider.state != null && decider.isAlive() && decider.stalls.at(this.world.now) == null) {
				inOrder(decider);
				if (decider.state.override() == null) {
					deadIsLeft(decider);
					healthyIsUsed(decider);
				}
			}
		}
	}

	private void inOrder(SimDecider decider) {
		EngineState state = decider.state;
		if (state.override() != null) {
			return;
		}
		boolean grace = state.at() < state.graceUntil();
		Tier expected = null;
		Tier recovering = null;
		Tier other = null;
		for (Watch watch : state.watches()) {
			boolean known = watch.since() != decider.begunAt || watch.state() != TierState.RECOVERING;
			boolean used = watch.state() == TierState.HEALTHY || watch.state() == TierState.SUSPECT;
			if (watch.tier().kind() == Tier.Kind.LOCAL_HUB && !known && grace) {
				expected = decider.plan.getLast();
			}
			if (watch.tier().isHub()) {
				expected = (expected == null && used) ? watch.tier() : expected;
				recovering = (recovering == null && known && watch.state() == TierState.RECOVERING) ? watch.tier()
						: recovering;
			}
			else if (used && !grace) {
				other = watch.tier();
			}
		}
		expected = (expected != null) ? expected
				: (recovering != null) ? recovering : (other != null) ? other : decider.plan.getLast();
		if (!expected.equals(state.route().tier())) {
			fail(decider, "the route is not the first tier in order: expected=" + expected);
		}
	}

	private void deadIsLeft(SimDecider decider) {
		Tier tier = decider.state.route().tier();
		if (!tier.isHub()) {
			return;
		}
		Dead dead = covering(this.dead.get(decider.machine).get(SimDecider.machineOf(tier)), this.world.now);
		if (dead == null) {
			return;
		}
		long since = Math.max(Math.max(dead.from(), decider.state.route().since()), undisturbedSince(decider));
		boolean clear = clear(decider.machine, SimDecider.machineOf(tier));
		long budget = (dead.loud() && clear) ? 500 * MS : 2000 * MS + (clear ? 0 : 1500 * MS);
		if (this.world.now - since > budget) {
			fail(decider, "a dead hub is still used: dead=" + dead + " for=" + (this.world.now - since) / MS
					+ " ms, budget=" + budget / MS + " ms");
		}
	}

	/**
	 * Tells whether nothing is lost or delayed on the way, so that refusals are heard at
	 * once.
	 */
	private boolean clear(int from, int hub) {
		return this.world.way(from, hub, true).losses.list.isEmpty()
				&& this.world.way(from, hub, true).spikes.list.isEmpty() && this.world.hubs[hub].slow.list.isEmpty();
	}

	private void healthyIsUsed(SimDecider decider) {
		for (int i = 0; i < 2; i++) {
			Watch watch = decider.state.watches()[i];
			int hub = SimDecider.machineOf(watch.tier());
			List<Dead> troubles = this.troubled.get(decider.machine).get(hub);
			if (covering(troubles, this.world.now) != null) {
				continue;
			}
			long since = undisturbedSince(decider);
			for (Dead trouble : troubles) {
				since = (trouble.until() <= this.world.now) ? Math.max(since, trouble.until()) : since;
			}
			long limit = watch.holdDownNanos(this.world.now) + PROBE_SLACK;
			int place = decider.plan.indexOf(decider.state.route().tier());
			if (place > i && this.world.now - since > limit) {
				fail(decider, "a healthy hub is not used: hub=" + watch.tier() + " healthy for="
						+ (this.world.now - since) / MS + " ms, limit=" + limit / MS + " ms");
			}
		}
	}

	private long undisturbedSince(SimDecider decider) {
		return Math.max(Math.max(decider.begunAt, decider.overrides.lastEnd(this.world.now)),
				decider.stalls.lastEnd(this.world.now));
	}

	private static Dead covering(List<Dead> spells, long moment) {
		for (int i = 0; i < spells.size(); i++) {
			if (spells.get(i).covers(moment)) {
				return spells.get(i);
			}
		}
		return null;
	}

	void numbered(SimDecider decider, long last, Transition transition) {
		if (transition.number() != last + 1) {
			fail(decider, "numbers have no holes: last=" + last + " next=" + transition.number());
		}
	}

	void forgotten(SimDecider decider, int from, int to) {
		if (to < from) {
			fail(decider, "a cursor went back: from=" + from + " to=" + to);
		}
		for (int record = from + 1; record <= to; record++) {
			if (!this.world.hubs[0].stored[decider.machine].get(record)
					&& !this.world.hubs[1].stored[decider.machine].get(record)) {
				fail(decider, "a record was acknowledged and is nowhere: record=" + record);
			}
		}
		if (to > decider.spool.newest) {
			fail(decider, "a record was delivered that was never accepted: record=" + to);
		}
	}

	private void fail(SimDecider decider, String what) {
		throw new AssertionError(what + ", machine=" + decider.machine + " at=" + this.world.now / MS + " ms route="
				+ decider.state.route() + " number=" + decider.state.number() + " tiers=" + decider.state.tiers());
	}

	/**
	 * Returns the time without an answer that the hub was left for; null if there was
	 * none.
	 */
	Dead deadBefore(int from, int hub, long moment) {
		Dead found = null;
		for (Dead dead : this.dead.get(from).get(hub)) {
			if (dead.from() <= moment && moment < dead.until() + 2000 * MS) {
				found = dead;
			}
		}
		return found;
	}

}

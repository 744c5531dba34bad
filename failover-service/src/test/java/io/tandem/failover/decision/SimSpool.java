package io.tandem.failover.decision;

import io.tandem.failover.decision.SimDecider.Try;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * The records of one machine and the two lanes that take them away: the live one jumps to
 * the newest after an outage, the other fills what was left out. What is delivered up to
 * the cursor is forgotten, so it must be kept elsewhere.
 */
final class SimSpool {

	private static final long MS = SimWorld.MS;

	private static final long TIMEOUT = 2000 * MS;

	private final SimDecider decider;

	private final long gapNanos;

	private final long lingerNanos;

	private BitSet delivered = new BitSet();

	/** The newest record that was acknowledged to its sender. */
	int newest;

	/** All up to it are delivered, as far as the disk knows; older ones are gone. */
	int cursor;

	private long countedAt;

	private long persistedAt;

	private int liveFrom = 1;

	private Try live;

	private Try backlog;

	private int failures;

	private long notBefore;

	SimSpool(SimDecider decider, SplittableRandom random) {
		this.decider = decider;
		this.gapNanos = 1000 * MS / random.nextInt(100, 201);
		this.lingerNanos = random.nextLong(60, 120) * MS;
	}

	/** Begins anew with what the disk knows. */
	void reopen() {
		this.delivered = new BitSet();
		this.delivered.set(0, this.cursor + 1);
		this.liveFrom = this.cursor + 1;
		this.live = null;
		this.backlog = null;
		this.failures = 0;
		this.notBefore = 0;
		this.countedAt = this.decider.world.now;
	}

	private void count() {
		long more = (this.decider.world.now - this.countedAt) / this.gapNanos;
		this.newest += (int) more;
		this.countedAt += more * this.gapNanos;
	}

	/** Gives up what is on its way, and begins there at once. */
	void routed(Tier to) {
		this.live = giveUp(this.live);
		this.backlog = giveUp(this.backlog);
		this.failures = 0;
		this.notBefore = 0;
		count();
		if (this.newest - this.liveFrom > 300) {
			this.liveFrom = this.newest - 20;
		}
		this.decider.later(this.decider.world.now, this::pump);
	}

	private static Try giveUp(Try one) {
		if (one != null) {
			one.over = true;
		}
		return null;
	}

	/** Sends what waits, on each lane that has nothing on its way. */
	void pumpForEver() {
		if (this.decider.world.now >= this.notBefore) {
			pump();
		}
		this.decider.later(this.decider.world.now + this.lingerNanos, this::pumpForEver);
	}

	private void pump() {
		Tier tier = this.decider.state.route().tier();
		count();
		if (tier.kind() == Tier.Kind.SPOOL) {
			return;
		}
		if (this.live == null && this.liveFrom <= this.newest) {
			this.live = send(tier, this.liveFrom, this.newest, true);
		}
		int from = this.delivered.nextClearBit(this.cursor + 1);
		if (tier.isHub() && this.backlog == null && from < this.liveFrom) {
			int until = this.delivered.nextSetBit(from);
			int last = Math.min((until < 0) ? this.liveFrom - 1 : Math.min(until, this.liveFrom) - 1, from + 500);
			this.backlog = send(tier, from, last, false);
		}
	}

	private Try send(Tier tier, int from, int last, boolean isLive) {
		SimDecider decider = this.decider;
		Try one = decider.send(tier, Source.DELIVERY, TIMEOUT, 6 * MS, (result) -> {
			boolean success = result instanceof Result.Success;
			this.failures = success ? 0 : this.failures + 1;
			if (success && tier.isHub()) {
				this.delivered.set(from, last + 1);
				decider.world.figures.acknowledged(decider);
				persist();
			}
			if (isLive) {
				this.live = null;
				this.liveFrom = success ? last + 1 : this.liveFrom;
			}
			else {
				this.backlog = null;
			}
			long pause = success ? 0 : Math.min(1000 * MS, 50 * MS << Math.min(this.failures, 5));
			this.notBefore = decider.world.now + pause;
		});
		if (one.reply.storedAt() != SimServer.NEVER && tier.isHub()) {
			BitSet kept = decider.server(tier).stored[decider.machine];
			decider.world.at(one.reply.storedAt(), () -> kept.set(from, last + 1));
		}
		return one;
	}

	private void persist() {
		if (this.decider.world.now - this.persistedAt < 300 * MS) {
			return;
		}
		this.persistedAt = this.decider.world.now;
		int next = this.delivered.nextClearBit(this.cursor + 1) - 1;
		this.decider.world.check.forgotten(this.decider, this.cursor, next);
		this.cursor = next;
	}

}

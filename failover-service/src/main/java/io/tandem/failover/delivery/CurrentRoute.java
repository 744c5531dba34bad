package io.tandem.failover.delivery;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the machine's records go now, as the lane finds it out by delivering.
 * Thread-safe: written by the lane, read by anyone.
 */
final class CurrentRoute {

	private final InstantSource clock;

	private volatile Route route;

	CurrentRoute(InstantSource clock) {
		this.clock = clock;
		this.route = new Route(Tier.LOCAL_HUB, clock.instant(), null);
	}

	Route get() {
		return this.route;
	}

	/** Records are taken by the hub. */
	void deliver() {
		if (this.route.tier() != Tier.LOCAL_HUB) {
			this.route = new Route(Tier.LOCAL_HUB, this.clock.instant(), null);
		}
	}

	/** Records wait in the spool. */
	void await(String reason) {
		Route last = this.route;
		if (last.tier() != Tier.SPOOL) {
			this.route = new Route(Tier.SPOOL, this.clock.instant(), reason);
		}
		else if (!reason.equals(last.reason())) {
			this.route = new Route(Tier.SPOOL, last.since(), reason);
		}
	}

	/** In the order of preference. */
	enum Tier {

		/** The hub of this machine takes them. */
		LOCAL_HUB,
		/** They wait where they are already written. */
		SPOOL

	}

	/**
	 * A route.
	 *
	 * @param reason why it is not the first tier; null if it is
	 */
	record Route(Tier tier, Instant since, @Nullable String reason) {
	}

}

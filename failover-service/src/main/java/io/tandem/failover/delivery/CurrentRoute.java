package io.tandem.failover.delivery;

import io.tandem.failover.detection.Tier;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Where records go now, as it was decided elsewhere. Thread-safe: lanes read it before
 * each try and wait on {@link Leg#left}.
 */
final class CurrentRoute {

	private volatile Leg leg;

	CurrentRoute(Tier tier, String reason, Instant since) {
		this.leg = new Leg(tier, reason, since, new CompletableFuture<>());
	}

	Leg leg() {
		return this.leg;
	}

	/** Switches, and lets those know that are busy with the tier that is left. */
	synchronized void use(Tier tier, String reason, Instant since) {
		Leg last = this.leg;
		if (last.tier().equals(tier)) {
			this.leg = new Leg(tier, reason, since, last.left());
			return;
		}
		this.leg = new Leg(tier, reason, since, new CompletableFuture<>());
		last.left().complete(null);
	}

	/**
	 * Returns a short way round a tier that says no. It is left once records go to
	 * neither.
	 */
	Leg detour(Leg from, Tier round) {
		CompletableFuture<Void> left = new CompletableFuture<>();
		from.left().thenRun(() -> {
			if (!this.leg.tier().equals(round)) {
				left.complete(null);
			}
		});
		return new Leg(round, from.reason(), from.since(), left);
	}

	/**
	 * A time at one tier.
	 *
	 * @param left completes when records go elsewhere
	 */
	record Leg(Tier tier, String reason, Instant since, CompletableFuture<Void> left) {

		/** Tells whether it is the same time at the same tier, for whatever reason. */
		boolean isSameAs(Leg other) {
			return this.left == other.left;
		}

	}

}

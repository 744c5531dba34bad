package io.tandem.failover.control;

import io.tandem.failover.detection.Tier;

/** Probes tiers on threads of its own, and tells how they end. */
interface Prober {

	/** Begins a probe; never blocks. */
	void probe(Tier tier, long timeoutNanos);

	/** Tells which probes are late; called every few milliseconds. */
	void tick(long now);

}

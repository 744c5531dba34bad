package io.tandem.failover.control;

import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition;
import io.tandem.service.Listeners;
import java.time.Instant;

/**
 * Hands each transition to everyone who listens, and counts those who are too slow.
 * Thread-safe.
 */
public final class Subscribers implements DecisionListener {

	private static final int MOST = 32;

	private static final int QUEUE = 128;

	private final Listeners<Applied> listeners;

	Subscribers(ControlMeters meters) {
		this.listeners = new Listeners<>(MOST, QUEUE, meters::subscriberDropped);
	}

	/** Returns those who listen. */
	public Listeners<Applied> listeners() {
		return this.listeners;
	}

	@Override
	public void applied(Transition transition, Instant at, EngineState state) {
		this.listeners.tell(new Applied(transition, at));
	}

	/** A transition and when it was decided. */
	public record Applied(Transition transition, Instant at) {
	}

}

package io.tandem.failover.control;

import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands each transition to everyone who listens. A listener that is so slow that its
 * queue is full is let go and counted: it may come again and begins with the state of
 * then. Thread-safe.
 */
public final class Subscribers implements DecisionListener {

	private static final int MOST = 32;

	private static final int QUEUE = 128;

	private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

	private final ControlMeters meters;

	Subscribers(ControlMeters meters) {
		this.meters = meters;
	}

	/** Begins to listen; empty if there are too many listeners. */
	public synchronized Optional<Subscription> subscribe() {
		if (this.subscriptions.size() >= MOST) {
			return Optional.empty();
		}
		Subscription subscription = new Subscription();
		this.subscriptions.add(subscription);
		return Optional.of(subscription);
	}

	/** Returns the most that may listen at once. */
	public int most() {
		return MOST;
	}

	int count() {
		return this.subscriptions.size();
	}

	@Override
	public void applied(Transition transition, Instant at, EngineState state) {
		for (Subscription each : this.subscriptions) {
			if (!each.queue.offer(new Applied(transition, at)) && this.subscriptions.remove(each)) {
				each.isDropped = true;
				this.meters.subscriberDropped();
			}
		}
	}

	/** A transition and when it was decided. */
	public record Applied(Transition transition, Instant at) {
	}

	/** One who listens. */
	public final class Subscription implements AutoCloseable {

		private final BlockingQueue<Applied> queue = new ArrayBlockingQueue<>(QUEUE);

		private volatile boolean isDropped;

		/** Waits for the next; null if there is none in that time. */
		public @Nullable Applied next(long millis) throws InterruptedException {
			return this.queue.poll(millis, TimeUnit.MILLISECONDS);
		}

		/** Tells whether it was too slow and gets nothing more. */
		public boolean isDropped() {
			return this.isDropped;
		}

		@Override
		public void close() {
			Subscribers.this.subscriptions.remove(this);
		}

	}

}

package io.tandem.service;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands each thing that happens to everyone who listens. A listener that is so slow that
 * its queue is full is let go: it may come again and begins with the state of then.
 * Thread-safe.
 *
 * @param <T> what happens
 */
public final class Listeners<T> {

	private final Set<Subscription<T>> subscriptions = ConcurrentHashMap.newKeySet();

	private final int most;

	private final int queue;

	private final Runnable onDropped;

	/**
	 * @param most how many may listen at once
	 * @param queue how much may wait for one of them
	 * @param onDropped run for each that is let go
	 */
	public Listeners(int most, int queue, Runnable onDropped) {
		this.most = most;
		this.queue = queue;
		this.onDropped = onDropped;
	}

	/** Begins to listen; empty if there are too many listeners. */
	public synchronized Optional<Subscription<T>> subscribe() {
		if (this.subscriptions.size() >= this.most) {
			return Optional.empty();
		}
		Subscription<T> subscription = new Subscription<>(this);
		this.subscriptions.add(subscription);
		return Optional.of(subscription);
	}

	/** Tells everyone; never waits. */
	public void tell(T what) {
		for (Subscription<T> each : this.subscriptions) {
			if (!each.queue.offer(what) && this.subscriptions.remove(each)) {
				each.isDropped = true;
				this.onDropped.run();
			}
		}
	}

	/** Returns the most that may listen at once. */
	public int most() {
		return this.most;
	}

	/** Returns how many listen. */
	public int count() {
		return this.subscriptions.size();
	}

	/**
	 * One who listens. Thread-safe.
	 *
	 * @param <T> what happens
	 */
	public static final class Subscription<T> implements AutoCloseable {

		private final Listeners<T> to;

		private final BlockingQueue<T> queue;

		private volatile boolean isDropped;

		private Subscription(Listeners<T> to) {
			this.to = to;
			this.queue = new ArrayBlockingQueue<>(to.queue);
		}

		/** Waits for the next; null if there is none in that time. */
		public @Nullable T next(long millis) throws InterruptedException {
			return this.queue.poll(millis, TimeUnit.MILLISECONDS);
		}

		/** Tells whether it was too slow and gets nothing more. */
		public boolean isDropped() {
			return this.isDropped;
		}

		@Override
		public void close() {
			this.to.subscriptions.remove(this);
		}

	}

}

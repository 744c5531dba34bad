package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the engine, in order. A full one takes no more, and says so once to who
 * empties it. Thread-safe.
 */
final class DeskQueue {

	private final BlockingQueue<Waiting> queue;

	private final AtomicBoolean hasOverflowed = new AtomicBoolean();

	private final DeskMeters meters;

	DeskQueue(int capacity, DeskMeters meters) {
		this.queue = new ArrayBlockingQueue<>(capacity);
		this.meters = meters;
		meters.watch(this.queue);
	}

	/** Adds it, unless there is no room. Never waits. */
	boolean offer(Observation observation, Instant at) {
		if (this.queue.offer(new Waiting(observation, at))) {
			return true;
		}
		this.hasOverflowed.set(true);
		this.meters.dropped();
		return false;
	}

	/**
	 * Adds it once there is room.
	 * @param patience how long to wait for that, at most
	 */
	boolean offer(Observation observation, Instant at, Duration patience) {
		try {
			if (this.queue.offer(new Waiting(observation, at), patience.toMillis(), TimeUnit.MILLISECONDS)) {
				return true;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.meters.dropped();
		return false;
	}

	/** Returns the next; null if none waits. */
	@Nullable Waiting poll() {
		return this.queue.poll();
	}

	/** Tells whether something found no room since this was asked last. */
	boolean hasOverflowed() {
		return this.hasOverflowed.getAndSet(false);
	}

	/**
	 * An observation.
	 *
	 * @param at when it came
	 */
	record Waiting(Observation observation, Instant at) {
	}

}

package io.tandem.failover.control;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has been observed and not yet been decided on. When full it makes room by the
 * oldest fact that is worth least: a success of a delivery, of which the next one says
 * more; then a peer's word; then the oldest of all. A stall of this process goes before
 * all that waits. Thread-safe, guarded by its own lock.
 */
final class ObservationQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition filled = this.lock.newCondition();

	private final ArrayDeque<Entry> entries = new ArrayDeque<>();

	private final int capacity;

	private final AtomicLong dropped = new AtomicLong();

	ObservationQueue(int capacity) {
		this.capacity = capacity;
	}

	void add(Observation observation) {
		add(observation, null);
	}

	/**
	 * @param whenDecided runs on the deciding thread after the step; null for nothing
	 */
	void add(Observation observation, @Nullable Runnable whenDecided) {
		this.lock.lock();
		try {
			if (this.entries.size() >= this.capacity) {
				makeRoom();
			}
			if (observation instanceof Observation.Stall) {
				// what was seen after it is judged by it
				this.entries.addFirst(new Entry(observation, whenDecided));
			}
			else {
				this.entries.addLast(new Entry(observation, whenDecided));
			}
			this.filled.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void makeRoom() {
		this.dropped.incrementAndGet();
		if (!removeOldest(ObservationQueue::isDeliverySuccess)
				&& !removeOldest(Observation.PeerView.class::isInstance)) {
			this.entries.poll();
		}
	}

	private boolean removeOldest(Predicate<Observation> what) {
		for (Iterator<Entry> each = this.entries.iterator(); each.hasNext();) {
			if (what.test(each.next().observation())) {
				each.remove();
				return true;
			}
		}
		return false;
	}

	private static boolean isDeliverySuccess(Observation observation) {
		return observation instanceof Outcome outcome && outcome.source() == Source.DELIVERY
				&& outcome.result() instanceof Result.Success;
	}

	/** Returns the oldest; null if there is none for so long. */
	@Nullable Entry poll(long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (this.entries.isEmpty() && left > 0) {
				left = this.filled.awaitNanos(left);
			}
			return this.entries.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns how many facts gave way to newer ones. */
	long dropped() {
		return this.dropped.get();
	}

	int size() {
		this.lock.lock();
		try {
			return this.entries.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** An observation, and what is to be done after it. */
	record Entry(Observation observation, @Nullable Runnable whenDecided) {
	}

}

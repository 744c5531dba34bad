package io.tandem.failover.spool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The highest sequence written and the highest one that is durable. Only the committer
 * moves them, and durable ones only upwards. Thread-safe, guarded by its lock.
 */
final class Watermarks {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition moved = this.lock.newCondition();

	private volatile long appended;

	private volatile long durable;

	private volatile Position newest;

	private boolean closed;

	Watermarks(long durable) {
		this.appended = durable;
		this.durable = durable;
		this.newest = Position.after(durable);
	}

	long appended() {
		return this.appended;
	}

	long durable() {
		return this.durable;
	}

	void appended(long sequence) {
		this.appended = sequence;
	}

	/** Returns where the records begin that became durable last. */
	Position newest() {
		return this.newest;
	}

	/**
	 * @param from in front of the first record that has become durable by it
	 */
	void durable(long sequence, Position from) {
		this.lock.lock();
		try {
			this.newest = from;
			this.durable = sequence;
			this.moved.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.moved.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the sequence is durable.
	 * @return false if the time is over, or the spool closed, before
	 */
	boolean await(long sequence, Duration timeout) throws InterruptedException {
		if (this.durable >= sequence) {
			return true;
		}
		long left = TimeUnit.NANOSECONDS.convert(timeout);
		this.lock.lockInterruptibly();
		try {
			while (this.durable < sequence && !this.closed && left > 0) {
				left = this.moved.awaitNanos(left);
			}
			return this.durable >= sequence;
		}
		finally {
			this.lock.unlock();
		}
	}

}

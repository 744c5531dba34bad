package io.tandem.failover.spool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the committer: appends, bounded by their bytes, and errands that only
 * its thread may do. Thread-safe, guarded by its lock.
 */
final class AppendQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition filled = this.lock.newCondition();

	private final ArrayDeque<Append> appends = new ArrayDeque<>();

	private final ArrayDeque<Runnable> errands = new ArrayDeque<>();

	private final long maxBytes;

	private long bytes;

	private boolean closed;

	AppendQueue(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/** Adds an append, or completes it if there is no room or the queue is closed. */
	void offer(Append append) {
		AppendOutcome refusal = null;
		this.lock.lock();
		try {
			if (this.closed) {
				refusal = new AppendOutcome.Failed("the spool is closed");
			}
			else if (!this.appends.isEmpty() && this.bytes + append.bytes() > this.maxBytes) {
				refusal = new AppendOutcome.Full(AppendOutcome.Full.Reason.QUEUE,
						"bytes waiting for the disk: " + this.bytes + ", at most " + this.maxBytes);
			}
			else {
				this.appends.add(append);
				this.bytes += append.bytes();
				if (this.appends.size() == 1) {
					this.filled.signal();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (refusal != null) {
			append.outcome().complete(refusal);
		}
	}

	/** Adds an errand; false if the queue is closed. */
	boolean errand(Runnable errand) {
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			this.errands.add(errand);
			this.filled.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the appends that wait, in order, up to so many bytes but at least one; none
	 * if the time is over, an errand waits or the queue is closed.
	 */
	List<Append> take(long atMostBytes, Duration timeout) throws InterruptedException {
		List<Append> group = new ArrayList<>();
		long left = TimeUnit.NANOSECONDS.convert(timeout);
		this.lock.lock();
		try {
			while (this.appends.isEmpty() && this.errands.isEmpty() && !this.closed && left > 0) {
				left = this.filled.awaitNanos(left);
			}
			long taken = 0;
			while (!this.appends.isEmpty() && (taken == 0 || taken + this.appends.peek().bytes() <= atMostBytes)) {
				Append append = this.appends.remove();
				taken += append.bytes();
				group.add(append);
			}
			this.bytes -= taken;
		}
		finally {
			this.lock.unlock();
		}
		return group;
	}

	List<Runnable> takeErrands() {
		this.lock.lock();
		try {
			List<Runnable> taken = List.copyOf(this.errands);
			this.errands.clear();
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isDone() {
		this.lock.lock();
		try {
			return this.closed && this.appends.isEmpty() && this.errands.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes nothing more; what waits is still done. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.filled.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** One record on its way to the disk. */
	record Append(long acceptedAtMillis, byte kind, byte[] payload, CompletableFuture<AppendOutcome> outcome) {

		long bytes() {
			return Frame.bytesOf(this.payload.length);
		}

	}

}

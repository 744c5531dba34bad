package io.tandem.hub.window;

import java.util.concurrent.atomic.AtomicLong;

/** A limited amount of something that many take from and give back to. Thread-safe. */
final class Budget {

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	Budget(long limit) {
		this.limit = limit;
	}

	/** Takes the amount whole, or nothing of it. */
	boolean tryTake(long amount) {
		long before;
		do {
			before = this.used.get();
			if (amount > this.limit - before) {
				return false;
			}
		}
		while (!this.used.compareAndSet(before, before + amount));
		return true;
	}

	/** Gives back what was taken. */
	void giveBack(long amount) {
		this.used.addAndGet(-amount);
	}

	long used() {
		return this.used.get();
	}

}

package io.tandem.acceptance.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When requests are sent, whatever the number of senders. Thread-safe.
 */
public final class Pace {

	private static final long CLOSED = 0;

	private final AtomicLong sent = new AtomicLong();

	private final long most;

	private final long firstNanos = System.nanoTime();

	private final long endNanos;

	private final double betweenNanos;

	private Pace(long most, Duration length, double betweenNanos) {
		this.most = most;
		this.endNanos = this.firstNanos + length.toNanos();
		this.betweenNanos = betweenNanos;
	}

	/** As fast as they are answered, for so many requests. */
	public static Pace closed(long requests) {
		return new Pace(requests, Duration.ofHours(1), CLOSED);
	}

	/** As fast as they are answered, for so long. */
	public static Pace closed(Duration length) {
		return new Pace(Long.MAX_VALUE, length, CLOSED);
	}

	/**
	 * At a fixed rate that waits for nobody: a request that comes late, because the one
	 * before was answered late, is as late as that
	 * (<a href="https://github.com/giltene/wrk2#acknowledgements">coordinated
	 * omission</a>).
	 */
	public static Pace open(double perSecond, Duration length) {
		return new Pace(Long.MAX_VALUE, length, 1e9 / perSecond);
	}

	/**
	 * Waits until the next request is to be sent.
	 * @return when it was to be sent, by {@link System#nanoTime()}; -1 if there are no
	 * more
	 */
	public long next() {
		long number = this.sent.getAndIncrement();
		long now = System.nanoTime();
		long due = (this.betweenNanos == CLOSED) ? now : this.firstNanos + (long) (number * this.betweenNanos);
		if (number >= this.most || due - this.endNanos >= 0) {
			return -1;
		}
		for (long left = due - now; left > 0; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return due;
	}

}

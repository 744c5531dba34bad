package io.tandem.agent.push;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One place to push to, and when it is to be asked again. Its rest is guarded by the
 * client that holds it; its counts may be read by anyone.
 */
final class Target {

	private static final long FIRST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_REST_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final String name;

	private final URI uri;

	final LongAdder accepted = new LongAdder();

	final LongAdder rejected = new LongAdder();

	final LongAdder failed = new LongAdder();

	private long backOffNanos;

	private boolean isResting;

	private boolean isToldToWait;

	private long restsUntil;

	Target(String name, URI uri) {
		this.name = name;
		this.uri = uri;
	}

	String name() {
		return this.name;
	}

	URI uri() {
		return this.uri;
	}

	/** Returns how long it still rests, 0 if it may be asked. */
	long restNanos(long now) {
		return this.isResting ? Math.max(0, this.restsUntil - now) : 0;
	}

	/** Tells whether its rest is one that it asked for itself. */
	boolean isToldToWait() {
		return this.isToldToWait;
	}

	void answered() {
		this.isResting = false;
		this.isToldToWait = false;
		this.backOffNanos = 0;
	}

	/**
	 * Lets it rest: from 1 s doubling to 60 s, shortened at random by up to half so that
	 * agents do not come back all at once; at least as long as it asked for.
	 * @param retryAfter zero where it did not ask
	 * @param random from 0 to below 1
	 */
	void failed(long now, Duration retryAfter, double random) {
		this.failed.increment();
		this.backOffNanos = Math.min(LONGEST_REST_NANOS,
				(this.backOffNanos == 0) ? FIRST_REST_NANOS : 2 * this.backOffNanos);
		long rest = (long) (this.backOffNanos * (0.5 + random / 2));
		this.isToldToWait = retryAfter.isPositive();
		this.restsUntil = now + Math.max(rest, retryAfter.toNanos());
		this.isResting = true;
	}

}

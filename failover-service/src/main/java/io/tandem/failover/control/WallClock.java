package io.tandem.failover.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Turns moments of the monotonic clock into times that people read, the same one each
 * time it is asked, and notices when the wall clock is set. Thread-safe.
 */
public final class WallClock {

	private static final long READING_NANOS = 20_000_000;

	private final InstantSource wall;

	private final LongSupplier nanos;

	private volatile Anchor anchor;

	public WallClock(InstantSource wall, LongSupplier nanos) {
		this.wall = wall;
		this.nanos = nanos;
		this.anchor = new Anchor(wall.instant(), nanos.getAsLong());
	}

	/** Returns now in nanoseconds of the monotonic clock. */
	public long nanos() {
		return this.nanos.getAsLong();
	}

	/** Returns the wall clock's time. */
	public Instant now() {
		return this.wall.instant();
	}

	/** Returns the time of a moment. */
	public Instant at(long moment) {
		Anchor known = this.anchor;
		return known.wall.plusNanos(moment - known.nanos);
	}

	/**
	 * Returns by how much the wall clock is off what the monotonic clock makes of it;
	 * zero while this process runs too slowly to tell.
	 */
	Duration offset() {
		long before = nanos();
		Instant shown = now();
		return (nanos() - before > READING_NANOS) ? Duration.ZERO : Duration.between(at(before), shown);
	}

	/** Believes the wall clock as it is now. */
	void anchor() {
		this.anchor = new Anchor(now(), nanos());
	}

	private record Anchor(Instant wall, long nanos) {
	}

}

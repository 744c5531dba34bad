package io.tandem.test.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock (and so an {@link java.time.InstantSource}) that stands still until it is set
 * or advanced. In UTC whatever zone is asked for. Thread-safe.
 */
public final class MutableClock extends Clock {

	private final AtomicReference<Instant> now;

	private MutableClock(Instant now) {
		this.now = new AtomicReference<>(now);
	}

	/** Returns a clock that stands at a given time. */
	public static MutableClock at(Instant now) {
		return new MutableClock(now);
	}

	/** Returns a clock that stands at 2026-01-01T00:00:00Z. */
	public static MutableClock standing() {
		return at(Instant.parse("2026-01-01T00:00:00Z"));
	}

	/** Sets it; backwards, too. */
	public void set(Instant instant) {
		this.now.set(instant);
	}

	/** Moves it on, or back by a negative duration, and returns the new time. */
	public Instant advance(Duration duration) {
		return this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}

package io.tandem.healthsync.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Remembers when this process itself stood still, so that the silence of others in that
 * time is not held against them: whoever is not running hears nobody. Silence is only
 * shortened by what was slept through, never excused as a whole, so a cut is found on a
 * machine that stalls again and again, if later. Confined to the thread of the watch.
 */
final class OwnStalls {

	/** What a busy scheduler may be late without anybody being misjudged. */
	static final Duration TOLERATED = Duration.ofSeconds(1);

	/** Enough for any silence that is doubtful; older ones no longer matter. */
	private static final int MOST = 64;

	private final LongSupplier nanoTime;

	private final Deque<Stall> stalls = new ArrayDeque<>();

	/**
	 * @param nanoTime a clock that nobody sets, in nanoseconds
	 */
	OwnStalls(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Returns the time now, to be given back to {@link #took}. */
	long mark() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Notes that something which takes a given time is done.
	 * @param since when it began
	 * @return whether it took so much longer that this process stood still meanwhile
	 */
	boolean took(long since, Duration usual) {
		long now = this.nanoTime.getAsLong();
		long late = now - since - usual.toNanos();
		if (late <= TOLERATED.toNanos()) {
			return false;
		}
		if (this.stalls.size() >= MOST) {
			this.stalls.removeFirst();
		}
		this.stalls.addLast(new Stall(now - late, now));
		return true;
	}

	/** Returns how much of a silence that lasts until now was not slept through. */
	Duration awake(Duration silence) {
		long now = this.nanoTime.getAsLong();
		long since = now - silence.toNanos();
		long awake = silence.toNanos();
		for (Stall stall : this.stalls) {
			awake -= Math.max(0, stall.end() - Math.max(stall.begin(), since));
		}
		return Duration.ofNanos(Math.max(0, awake));
	}

	/** In nanoseconds of a clock that nobody sets. */
	private record Stall(long begin, long end) {
	}

}

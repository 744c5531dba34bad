package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How old what the live streams hold was when it was last taken from them. While one of
 * them is late, the backlog's reader stands back, but never for longer than its patience:
 * a live stream that cannot be written at all must not keep the backlog for ever.
 * Thread-safe.
 */
final class LiveLag {

	/**
	 * What is older than this is late. Less of it holds the backlog up for every hiccup,
	 * more of it makes live records late while a backlog drains.
	 */
	static final Duration LATE = Duration.ofMillis(500);

	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration LOOK = Duration.ofMillis(25);

	private final Map<String, Duration> ages = new ConcurrentHashMap<>();

	/** A stream that nothing was taken from yet may be late. */
	LiveLag(Collection<String> liveStreams) {
		liveStreams.forEach((stream) -> this.ages.put(stream, PATIENCE));
	}

	/**
	 * Notes what a live stream's reader has just taken.
	 * @param age of the oldest message; zero if there was none
	 */
	void taken(String stream, Duration age) {
		this.ages.put(stream, age);
	}

	boolean isLate() {
		return this.ages.values().stream().anyMatch((age) -> age.compareTo(LATE) > 0);
	}

	/**
	 * Waits while a live stream is late.
	 * @throws StoppedException if the service stops first
	 */
	void standBack(StopSignal stop) throws StoppedException {
		for (long looks = PATIENCE.dividedBy(LOOK); looks > 0 && isLate(); looks--) {
			stop.pause(LOOK);
		}
	}

}

package io.tandem.healthsync.uptime;

import io.tandem.wire.uptime.UptimeRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes runs of what was seen second by second. A second that is missing ends a run: what
 * nobody looked at is in none. Thread-safe.
 */
final class Journal {

	/** About an hour of a machine that changes every second. */
	private static final int MOST_UNSTORED = 10_000;

	private final Map<String, UptimeRun> open = new HashMap<>();

	/** Not in the database as they are now, the oldest first. */
	private final Map<String, UptimeRun> unstored = new LinkedHashMap<>();

	private long dropped;

	/** Writes down one second; one that is not after the last is passed over. */
	synchronized void seen(String target, long second, Look look) {
		Instant at = Instant.ofEpochSecond(second);
		UptimeRun last = this.open.get(target);
		if (last != null && at.isBefore(last.to())) {
			return;
		}
		UptimeRun run = new UptimeRun(target, look.isUp(), look.reason(), at, at.plusSeconds(1));
		if (last != null && last.to().equals(at) && last.up() == look.isUp()) {
			run = new UptimeRun(target, last.up(), last.reason(), last.from(), at.plusSeconds(1));
		}
		this.open.put(target, run);
		this.unstored.put(key(run), run);
		if (this.unstored.size() > MOST_UNSTORED) {
			this.unstored.remove(this.unstored.keySet().iterator().next());
			this.dropped++;
		}
	}

	/** Returns what is not stored yet. */
	synchronized List<UptimeRun> unstored() {
		return new ArrayList<>(this.unstored.values());
	}

	/** Takes note that these are stored. */
	synchronized void stored(List<UptimeRun> runs) {
		runs.forEach((run) -> this.unstored.remove(key(run), run));
	}

	/** Returns how many were given up because they could not be stored. */
	synchronized long dropped() {
		return this.dropped;
	}

	/** Returns the name of a run: it only grows. */
	static String key(UptimeRun run) {
		return run.target() + "@" + run.from().getEpochSecond();
	}

}

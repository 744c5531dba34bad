package io.tandem.wire.uptime;

import java.time.Instant;

/**
 * Seconds without a pause in which a machine was available to an observer, or was not.
 * Immutable.
 *
 * @param target the machine that was looked at
 * @param up whether a sample could be written there, and what was written could be read
 * @param reason why not, in a few words, of the first of these seconds; empty if it was
 * @param from the first second
 * @param to the first second after
 */
public record UptimeRun(String target, boolean up, String reason, Instant from, Instant to) {

	/**
	 * @throws IllegalArgumentException if it does not end after it begins
	 */
	public UptimeRun {
		if (!from.isBefore(to)) {
			throw new IllegalArgumentException("a run must end after it begins: from=" + from + " to=" + to);
		}
	}

}

package io.tandem.centralhub.slo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the system itself has told of, by which an outage may be explained.
 *
 * @param source who told of it
 * @param from when it began
 * @param to when it was over; null if it is not
 * @param words what it was
 */
record Happening(String source, Instant from, @Nullable Instant to, String words) {

	/** Tells whether it was so in a time. */
	boolean touches(Instant begin, Instant end) {
		return this.from.isBefore(end) && (this.to == null || this.to.isAfter(begin));
	}

}

package io.tandem.healthsync.incident;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said of an incident, on one machine. It is that machine's fact, and holds
 * on all that hear of it.
 * <p>
 * Of several answers of one kind the later one holds, by (time, machine) and, of what one
 * machine noted at one instant, by its words. Each time is that of the machine's own
 * clock, so of two people who answer within the difference of the clocks the one whose
 * clock is ahead prevails. The order is total, and the same for everybody: whatever comes
 * first, and however often, both machines end with the same answer. Immutable.
 */
public sealed interface Answer {

	/** The order by which the last one holds. */
	Comparator<Answer> ORDER = Comparator.comparing(Answer::at)
		.thenComparing(Answer::on)
		.thenComparing(Answer::by)
		.thenComparing(Answer::reason);

	/** Returns who said it. */
	String by();

	String reason();

	/** Returns when it was said, by the clock of the machine where it was. */
	Instant at();

	/** Returns the machine where it was said. */
	String on();

	/** Tells whether it holds over another one of its kind. */
	default boolean isAfter(@Nullable Answer other) {
		return other == null || ORDER.compare(this, other) > 0;
	}

	/** Someone works on it. */
	record Acknowledgement(String by, String reason, Instant at, String on) implements Answer {
	}

	/**
	 * Someone wants nobody to be told more of it for a while.
	 *
	 * @param until when that ends
	 */
	record Silence(String by, String reason, Instant until, Instant at, String on) implements Answer {
	}

}

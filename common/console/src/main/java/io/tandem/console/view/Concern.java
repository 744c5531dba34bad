package io.tandem.console.view;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param what in one line
 * @param why null if nobody knows
 * @param since null if it is not known
 * @param begun the same time for sorting
 * @param href the page that tells more
 */
public record Concern(Level level, String what, @Nullable String why, @Nullable When since, @Nullable Instant begun,
		String href) {

	/** What needs a look most first, and the newest of it first. */
	static final Comparator<Concern> ORDER = Comparator.comparing(Concern::level)
		.thenComparing(Concern::begun, Comparator.nullsLast(Comparator.reverseOrder()));

}

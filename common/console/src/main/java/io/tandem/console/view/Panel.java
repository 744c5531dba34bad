package io.tandem.console.view;

import io.tandem.console.source.Seen;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a page says of its own age.
 *
 * @param note why there is nothing newer; null if what is shown is of now
 * @param isEmpty whether there is nothing to show at all
 */
public record Panel(@Nullable String note, boolean isEmpty) {

	/**
	 * @param who answers, in words that begin the note
	 */
	static Panel of(String who, Seen<?> seen, Times times) {
		if (seen.isFresh()) {
			return new Panel(null, false);
		}
		When when = times.when(seen.asOf());
		return new Panel(who + " " + seen.problem()
				+ ((when != null) ? "; showing it as of " + when.text() + " UTC, " + when.ago()
						: "; it has not answered since this hub started"),
				seen.value() == null);
	}

}

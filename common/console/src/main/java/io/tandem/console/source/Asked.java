package io.tandem.console.source;

/**
 * A question that is under way. Confined to the thread that asked.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Asked<T> {

	/** Waits for the answer, but not longer than a page's patience. */
	Seen<T> seen();

}

package io.tandem.binder;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Tells an input without a group where to go on, so that an application that keeps its
 * place beside what it has made of the messages need not read a whole stream at each
 * start. A bean of this type is asked for the binding it names; one binding has one at
 * most. Called on the binding's own threads, one for each of its destinations: must be
 * thread-safe.
 */
public interface StartPositions {

	/** Returns the name of the binding this is for, as {@code orders-in-0}. */
	String binding();

	/**
	 * Returns the first sequence to receive, or empty to begin where
	 * {@code deliver-policy} says. Asked before the first message, and again if the
	 * stream was made anew since; not when a consumer is replaced, which goes on right
	 * after the last message handled. If this throws, it is asked again after a pause.
	 */
	OptionalLong startOf(OpenedStream stream);

	/**
	 * Tells that everything has been handled that the stream had when {@link #startOf}
	 * was asked.
	 */
	default void caughtUp(OpenedStream stream) {
	}

	/**
	 * A stream as it was found. Immutable.
	 *
	 * @param name its name
	 * @param createdAt when it was made; a stream that was deleted and made again under
	 * its name has another time, and may number from 1 again
	 * @param firstSequence the lowest sequence it has
	 * @param lastSequence the highest sequence it has had; 0 if none
	 */
	record OpenedStream(String name, Instant createdAt, long firstSequence, long lastSequence) {
	}

}

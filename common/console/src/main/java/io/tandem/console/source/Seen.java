package io.tandem.console.source;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer: the newest there is, and what is wrong with it. Immutable.
 *
 * @param <T> the answer
 * @param value the last answer that came; null if none has since this process started
 * @param asOf when it came; null if none has
 * @param problem why there is no newer one, in words that follow the service's name; null
 * if the answer is of now
 */
public record Seen<T>(@Nullable T value, @Nullable Instant asOf, @Nullable String problem) {

	/** Returns an answer of now. */
	public static <T> Seen<T> of(T value, Instant asOf) {
		return new Seen<>(value, asOf, null);
	}

	/** Returns that there is no answer. */
	public static <T> Seen<T> nothing(String problem) {
		return new Seen<>(null, null, problem);
	}

	/** Tells whether the answer is of now. */
	public boolean isFresh() {
		return this.problem == null;
	}

	/** Returns a part of the answer, of the same age. */
	public <R> Seen<R> map(Function<T, R> part) {
		return new Seen<>((this.value != null) ? part.apply(this.value) : null, this.asOf, this.problem);
	}

}

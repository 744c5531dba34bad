package io.tandem.ingest;

import java.time.Duration;

/**
 * Makes a record durable. A service has exactly one. Implementations are thread-safe and
 * may block the calling thread until the record is safe.
 */
public interface RecordIntake {

	/**
	 * Takes the record, or says why not. Never throws for a store that is away or full.
	 */
	Outcome accept(PushedRecord record);

	/**
	 * Tells whether the next record should say {@link PushedRecord#by() who pushed it},
	 * which costs a little. Asked at every push.
	 */
	default boolean wantsPushedBy() {
		return false;
	}

	/** What became of a record. */
	sealed interface Outcome {

		/** It is durable: answer 2xx. */
		record Durable() implements Outcome {
		}

		/**
		 * It went where it went before there was a spool, which has answered for it:
		 * answer 2xx, and name the route in the header {@value #ROUTE_HEADER}.
		 */
		record HandedOn(String route) implements Outcome {

			/** Says that the answer is another's, so nothing is promised by it. */
			public static final String ROUTE_HEADER = "Tandem-Route";

		}

		/**
		 * It is not known to be durable: answer 503 with Retry-After.
		 *
		 * @param reason for the problem detail and the counter's tag; from a small closed
		 * set, for example {@code store-unavailable}, {@code store-full}
		 */
		record Refused(String reason, String detail, Duration retryAfter) implements Outcome {
		}

		/**
		 * The sender pushes more than it may: answer 429 with Retry-After.
		 *
		 * @param reason as for {@link Refused}, for example {@code agent-rate}
		 */
		record TooMany(String reason, String detail, Duration retryAfter) implements Outcome {
		}

		/** It can never be stored as it is: answer 413 or 422. */
		record Impossible(String reason, String detail) implements Outcome {
		}

	}

}

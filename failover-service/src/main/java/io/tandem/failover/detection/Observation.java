package io.tandem.failover.detection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact that the decider is told. Every time is in nanoseconds of one monotonic clock
 * whose zero means nothing. Immutable.
 */
public sealed interface Observation {

	/** Returns when it was told. */
	long at();

	/** A probe or a delivery that has ended. */
	record Outcome(Tier tier, Source source, long startedAt, long at, Result result) implements Observation {
	}

	/**
	 * A probe or a delivery that is still under way, and later than is usual. Told once
	 * for each.
	 */
	record Overdue(Tier tier, Source source, long startedAt, long at) implements Observation {
	}

	/**
	 * What another machine's failover-service says of a tier that both can see.
	 *
	 * @param tier as this machine names it
	 * @param state what the peer holds of it
	 * @param ageNanos how long before {@code at} the peer's last success with it was;
	 * {@link Long#MAX_VALUE} if it had none
	 */
	record PeerView(String peer, Via via, Tier tier, TierState state, long ageNanos, long at) implements Observation {
	}

	/**
	 * This process stood still: what failed meanwhile says nothing about anyone else.
	 *
	 * @param from the last moment at which it is known to have run
	 */
	record Stall(long from, long at, Cause cause) implements Observation {
	}

	/** The wall clock moved against the monotonic one; told for the record. */
	record ClockJump(long at, long byMillis) implements Observation {
	}

	/**
	 * A human has taken over, or given back.
	 *
	 * @param override null if it was taken back, or has run out
	 */
	record Overridden(long at, @Nullable Pin override) implements Observation {
	}

	/** Time has passed. */
	record Tick(long at) implements Observation {
	}

	/**
	 * A human's word: it counts until it is taken back or runs out.
	 *
	 * @param tier where records shall go; null to stay wherever they go now
	 * @param reason why, in the human's words
	 * @param until when it ends
	 */
	record Pin(@Nullable Tier tier, String reason, Instant since, Instant until) {
	}

	/** What was tried. */
	enum Source {

		/** A write-read round trip made only to see. */
		PROBE,
		/** Real records. */
		DELIVERY

	}

	/** The way a peer's word came. */
	enum Via {

		NATS, HTTP

	}

	/** Why the process stood still. */
	enum Cause {

		/** A timer came late. */
		SCHEDULER,
		/** The garbage collector stopped all threads. */
		GC

	}

	/** How a try ended. */
	sealed interface Result {

		/** The tier has taken it. */
		record Success() implements Result {
		}

		/**
		 * It has not, or nobody knows.
		 *
		 * @param detail for the reader of the evidence, for example {@code status-503}
		 */
		record Failure(Kind kind, String detail) implements Result {

			/** What kind of failure. */
			public enum Kind {

				/**
				 * Nobody listens: an answer of the other side's kernel, and not to be
				 * doubted.
				 */
				REFUSED,
				/** No answer in time. */
				TIMEOUT,
				/** The connection ended before the answer. */
				BROKEN,
				/** An answer that says no. */
				STATUS

			}

		}

	}

}

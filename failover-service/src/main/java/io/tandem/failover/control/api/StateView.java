package io.tandem.failover.control.api;

import io.tandem.failover.control.FailoverView.TierWord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a machine's decider holds now.
 *
 * @param number the number of the last decision
 * @param twin the second hub of critical agents; null while there is none
 */
record StateView(String machine, Instant at, long number, RouteNow route, @Nullable String twin,
		@Nullable OverrideView override, List<TierNow> tiers, Self self, List<Peer> peers, long backlogRecords) {

	/** Where records go. */
	record RouteNow(String tier, String target, Instant since, String why) {
	}

	/**
	 * A human's word.
	 *
	 * @param tier null if automation is off and records stay where they go
	 */
	record OverrideView(@Nullable String tier, String automation, String reason, Instant since, Instant until) {
	}

	/**
	 * A tier.
	 *
	 * @param failures in a row
	 * @param successes in a row
	 * @param sinceSuccessMillis since a try began that succeeded; null if none has
	 * @param roundTripMillis smoothed; null while unknown
	 * @param holdDownMillis how long it must answer before it is used again
	 */
	record TierNow(String tier, String target, String state, Instant since, boolean active, int failures, int successes,
			@Nullable Long sinceSuccessMillis, @Nullable Double roundTripMillis, @Nullable Double deviationMillis,
			int flaps, long holdDownMillis) {
	}

	/** How the decider fares itself. */
	record Self(long stalls, long stalledMillis, @Nullable LastStall lastStall, int observationsWaiting,
			long observationsDropped) {
	}

	/** The last time it stood still. */
	record LastStall(Instant until, long millis, String cause) {
	}

	/** What a peer said last, by each way; null for one that brought nothing yet. */
	record Peer(String machine, @Nullable Word nats, @Nullable Word http) {
	}

	/** A peer's word, in its own names. */
	record Word(long ageMillis, long delayMillis, String boot, long number, String route, List<TierWord> tiers) {
	}

}

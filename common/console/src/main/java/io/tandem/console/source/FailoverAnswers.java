package io.tandem.console.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a failover-service answers, as far as pages show it. */
public final class FailoverAnswers {

	private FailoverAnswers() {
	}

	/**
	 * What is held now.
	 *
	 * @param override null if nobody has taken over
	 * @param peers what other machines said of themselves
	 */
	public record State(String machine, Instant at, long number, Route route, @Nullable String twin,
			@Nullable Override override, List<Tier> tiers, List<Peer> peers, long backlogRecords) {
	}

	/** Where records go. */
	public record Route(String tier, String target, Instant since, String why) {
	}

	/**
	 * A human's word.
	 *
	 * @param tier null if records stay where they go
	 */
	public record Override(@Nullable String tier, @Nullable String automation, String reason, Instant since,
			Instant until) {
	}

	/** A tier. */
	public record Tier(String tier, String target, String state, Instant since, boolean active, int failures,
			@Nullable Long sinceSuccessMillis, @Nullable Double roundTripMillis, int flaps, long holdDownMillis) {
	}

	/** What a peer said last, by each way; null for one that brought nothing yet. */
	public record Peer(String machine, @Nullable Word nats, @Nullable Word http) {

		/** Returns the newer of both; null if nothing came. */
		public @Nullable Word newest() {
			if (this.nats == null || this.http == null) {
				return (this.nats != null) ? this.nats : this.http;
			}
			return (this.nats.ageMillis() <= this.http.ageMillis()) ? this.nats : this.http;
		}

	}

	/** A peer's word. */
	public record Word(long ageMillis, String route) {
	}

	/**
	 * Decisions, the newest first.
	 *
	 * @param next {@code before} for the page that follows; null if there is none
	 */
	public record Decisions(List<Decision> decisions, @Nullable Long next) {
	}

	/**
	 * A decision.
	 *
	 * @param evidence what it was made from; null in a list
	 */
	public record Decision(long number, @Nullable String epoch, Instant at, String kind, @Nullable String tier,
			@Nullable String from, @Nullable String to, String trigger, String why, @Nullable Instant storedAt,
			@Nullable Instant publishedAt, @Nullable JsonNode evidence) {
	}

	/** What is held of the other machines. */
	public record Partition(String machine, List<PeerVerdict> peers) {
	}

	/**
	 * What is held of one.
	 *
	 * @param since null while nothing is known
	 */
	public record PeerVerdict(String peer, String verdict, String why, String condition, @Nullable Instant since,
			JsonNode facts, List<Sense> senses, @Nullable Datagrams datagrams) {
	}

	/** What came of one way to look. */
	public record Sense(String sense, String outcome, @Nullable String detail, int failures, long ageMillis) {
	}

	/** What the link does to datagrams. */
	public record Datagrams(@Nullable Long lastAgeMillis, @Nullable Double roundTripMillis,
			@Nullable Double lossPercent, int counted) {
	}

	/** How verdicts changed, the newest first. */
	public record PartitionHistory(String machine, List<PastVerdict> verdicts) {
	}

	/** A change of verdict. */
	public record PastVerdict(String peer, Instant at, String from, String verdict, String why, String condition,
			@Nullable JsonNode evidence) {
	}

}

package io.tandem.console.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a hub answers of what has arrived and what is missing. */
public final class LedgerAnswers {

	private LedgerAnswers() {
	}

	/** The centre's ledger. */
	public record Ledger(Totals totals, Totals streamTotals, List<Epoch> records, List<Epoch> streams) {
	}

	/** Sums over epochs. */
	public record Totals(long received, long missing, long duplicated, long late, long refused, long forgotten,
			long lost, long openGaps) {
	}

	/** An epoch of an origin. */
	public record Epoch(String origin, String epoch, long receivedCount, long missingCount, long duplicated, long late,
			long refused, long forgotten, long lostCount, Instant firstSeen, Instant lastSeen, int openGaps) {
	}

	/** Gaps, the newest first. */
	public record Gaps(List<Gap> gaps) {
	}

	/** A range that was missing, or is. */
	public record Gap(long id, String kind, String origin, String epoch, long first, long last, long remaining,
			String state, String reason, Instant openedAt, @Nullable Instant requestedAt, @Nullable Instant closedAt,
			@Nullable String closedHow) {
	}

	/** How each origin and the ledger compare. */
	public record Reconciliation(String machine, List<Origin> origins) {
	}

	/** One origin. */
	public record Origin(String origin, String standing, @Nullable Instant comparedAt, long requested, long repaired,
			@Nullable String problem) {
	}

	/** A mirror of another machine's stream. */
	public record Mirror(String stream, String origin, String standing, long last, @Nullable Long originLast,
			@Nullable Instant remadeAt, @Nullable String problem) {
	}

	/** What a gateway's spool holds. */
	public record Spool(@Nullable String epoch, long bytes, long appended, long delivered, @Nullable Backlog backlog,
			@Nullable String problem, List<JsonNode> gaps) {
	}

	/** What waits in a spool. */
	public record Backlog(long records, long bytes, @Nullable Instant oldestAcceptedAt) {
	}

}

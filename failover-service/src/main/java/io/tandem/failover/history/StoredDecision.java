package io.tandem.failover.history;

import io.tandem.failover.history.Decision.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it is read back. Immutable.
 *
 * @param evidence JSON; empty where a list was asked for
 * @param publishedAt when the stream had it; null before that
 */
record StoredDecision(long number, String epoch, Instant at, Kind kind, @Nullable String tier, String from, String to,
		String trigger, String why, String evidence, Instant storedAt, @Nullable Instant publishedAt) {
}

package io.tandem.failover.partition;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Finding} as it was stored.
 *
 * @param id of the row, ascending
 * @param publishedAt when the event stream had it; null while it does not
 */
record StoredVerdict(long id, String epoch, long number, Instant at, String peer, Verdict from, Verdict to, String why,
		String evidence, @Nullable Instant publishedAt) {

}

package io.tandem.healthsync.history;

import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is read back. Immutable.
 *
 * @param json the whole of it
 */
record StoredReport(String machine, String agent, Instant storedAt, long streamSequence, Kind kind, HealthStatus status,
		@Nullable HealthStatus previous, @Nullable String epoch, long sequence, String json) {
}

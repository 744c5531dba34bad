package io.tandem.healthsync.incident;

import io.tandem.wire.health.HealthStatus;
import java.time.Instant;

/**
 * The last word of a node. Immutable.
 *
 * @param reportedAt when it was written down, by the clock there
 * @param heardAt when it came here; of history, the same as {@code reportedAt}
 */
record Heard(String machine, HealthStatus status, Instant reportedAt, Instant heardAt) {
}

package io.tandem.centralhub.migration;

import io.tandem.wire.route.AgentRoute;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's gateway says of it. Immutable.
 *
 * @param lastLegacy its last push that the Pushgateway took; null for none
 * @param lastTandem its last push that was made durable; null for none
 * @param legacyWaitMicros the median wait for an answer on that route; -1 if unknown
 * @param unapplied why it could not be told its route; null if it could
 */
record AgentFact(AgentRoute route, @Nullable Instant lastLegacy, @Nullable Instant lastTandem, long legacyWaitMicros,
		long tandemWaitMicros, @Nullable String unapplied) {
}

package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthStatus;
import java.time.Instant;

/**
 * A report found in the stream of a machine it does not speak for.
 *
 * @param claimedMachine the machine it names
 */
public record ForeignReport(String agent, String claimedMachine, HealthStatus status, Instant receivedAt) {
}

package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import java.time.Instant;

/**
 * A report found in the stream of a machine it does not speak for.
 *
 * @param claimedMachine the machine it names
 */
public record ForeignReport(String agent, String claimedMachine, HealthReport.Status status, Instant receivedAt) {
}

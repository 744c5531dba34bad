package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import java.time.Duration;
import java.time.Instant;

/**
 * A report and how it came here. Immutable.
 *
 * @param report what the agent said
 * @param stream the stream it was read from
 * @param position where it stands in that stream
 * @param seenAt when this service read it, by this machine's clock
 * @param isReplayed whether it was history when it was read: it rebuilds state, and must
 * not alarm anybody
 */
public record ReceivedReport(HealthReport report, String stream, StreamPosition position, Instant seenAt,
		boolean isReplayed) {

	/**
	 * Returns how long after the agent's timestamp the stream stored it: the way between
	 * them and, negative or not, how far the stream's clock is ahead of the agent's.
	 */
	Duration storedAfter() {
		return Duration.between(this.report.timestamp(), this.position.storedAt());
	}

	/** Returns how long ago the stream stored it; never negative. */
	public Duration age(Instant now) {
		Duration age = Duration.between(this.position.storedAt(), now);
		return age.isNegative() ? Duration.ZERO : age;
	}

}

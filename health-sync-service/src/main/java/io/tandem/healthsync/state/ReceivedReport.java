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
 * @param isRelayed whether it came into the stream by way of another machine, so that
 * newer ones may have gone before it. Not kept in a snapshot: once it has been ordered
 * nobody asks
 */
public record ReceivedReport(HealthReport report, String stream, StreamPosition position, Instant seenAt,
		boolean isReplayed, boolean isRelayed) {

	/** Makes one that came straight into the stream. */
	public ReceivedReport(HealthReport report, String stream, StreamPosition position, Instant seenAt,
			boolean isReplayed) {
		this(report, stream, position, seenAt, isReplayed, false);
	}

	/**
	 * Returns how long after the agent's timestamp the stream stored it: the way between
	 * them and, negative or not, how far the stream's clock is ahead of the agent's.
	 */
	Duration storedAfter() {
		return Duration.between(this.report.timestamp(), this.position.storedAt());
	}

	/**
	 * Returns when this machine heard it: by its own clock if it was listening then, else
	 * by the stream's.
	 */
	public Instant heardAt() {
		return this.isReplayed ? this.position.storedAt() : this.seenAt;
	}

	/** Returns how long ago the stream stored it; never negative. */
	public Duration age(Instant now) {
		Duration age = Duration.between(this.position.storedAt(), now);
		return age.isNegative() ? Duration.ZERO : age;
	}

}

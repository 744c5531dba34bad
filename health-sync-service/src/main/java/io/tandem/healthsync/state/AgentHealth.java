package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of one agent. Immutable; {@link #outcome} decides what a report is to it.
 * <p>
 * Reports of one life (epoch) are ordered by their number, never by a clock. A life that
 * was not heard of is newer than the one before it; one that is known and has ended is
 * not. Reports of an agent that does not tell its lives apart are ordered as the stream
 * stored them.
 *
 * @param latest the newest report
 * @param position how far its stream has been read for this agent, whatever came of it
 * @param lives which reports of which lives have been read
 * @param skew how far its clock is behind the stream's
 * @param duplicates how many reports were seen before
 * @param late how many reports were older than what was known
 */
public record AgentHealth(ReceivedReport latest, StreamPosition position, Lives lives, ClockSkew skew, long duplicates,
		long late) {

	/** Returns what is known of an agent after its first report. */
	public static AgentHealth first(ReceivedReport report, Duration keep) {
		return new AgentHealth(report, report.position(), livesWith(Lives.NONE, report, keep),
				ClockSkew.UNKNOWN.with(report), 0, 0);
	}

	/**
	 * Returns what is known once the report has been read, too.
	 * @param outcome what {@link #outcome} says of it
	 * @param keep how long a life is remembered after its last report
	 */
	public AgentHealth with(ReceivedReport next, ReportOutcome outcome, Duration keep) {
		return switch (outcome) {
			case ACCEPTED -> new AgentHealth(next, next.position(), livesWith(this.lives, next, keep),
					this.skew.with(next), this.duplicates, this.late);
			case DUPLICATE -> new AgentHealth(this.latest, later(next.position()), this.lives, this.skew,
					this.duplicates + 1, this.late);
			case LATE -> new AgentHealth(this.latest, later(next.position()), livesWith(this.lives, next, keep),
					this.skew, this.duplicates, this.late + 1);
			default -> throw new IllegalArgumentException("is nothing to an agent: outcome=" + outcome);
		};
	}

	/** Tells what the report is to this agent: accepted, duplicate or late. */
	public ReportOutcome outcome(ReceivedReport next) {
		if (!next.position().isAfter(this.position)) {
			return ReportOutcome.DUPLICATE;
		}
		HealthReport known = this.latest.report();
		String epoch = next.report().epoch();
		if (epoch == null) {
			// a lower number may be a new life: the stream's order has to do
			return next.report().equals(known) ? ReportOutcome.DUPLICATE : ReportOutcome.ACCEPTED;
		}
		if (this.lives.have(epoch, next.report().sequence())) {
			return ReportOutcome.DUPLICATE;
		}
		if (known.epoch() == null || !this.lives.know(epoch)) {
			return ReportOutcome.ACCEPTED;
		}
		boolean isNewer = epoch.equals(known.epoch()) && next.report().sequence() > known.sequence();
		return isNewer ? ReportOutcome.ACCEPTED : ReportOutcome.LATE;
	}

	/**
	 * Returns how far the stream's clock is ahead of the agent's; negative where it is
	 * behind.
	 */
	public Duration clockSkew() {
		return this.skew.estimate();
	}

	/**
	 * Returns how many numbered reports are known of the lives that are remembered, each
	 * counted once.
	 */
	public long received() {
		return this.lives.received();
	}

	/**
	 * Returns how many reports of the present life are missing, by their numbers; 0 for
	 * an agent that does not tell its lives apart.
	 */
	public long missing() {
		String epoch = this.latest.report().epoch();
		return (epoch != null) ? this.lives.missing(epoch) : 0;
	}

	/**
	 * Returns when this machine last heard of the agent: by its own clock if it was
	 * listening then, else by the stream's.
	 */
	public Instant heardAt() {
		return this.latest.isReplayed() ? this.latest.position().storedAt() : this.latest.seenAt();
	}

	private StreamPosition later(StreamPosition next) {
		return next.isAfter(this.position) ? next : this.position;
	}

	private static Lives livesWith(Lives lives, ReceivedReport next, Duration keep) {
		String epoch = next.report().epoch();
		return (epoch != null) ? lives.with(epoch, next.report().sequence(), next.position().storedAt(), keep) : lives;
	}

}

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
 * stored them. Only of a report that was relayed by another machine, and so stored later
 * than it was sent, the stream's order says nothing: between lives, and without them, the
 * agent's clock has to tell.
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
			case LATE -> new AgentHealth(this.latest, later(next.position()), knownLivesWith(next, keep), this.skew,
					this.duplicates, this.late + 1);
			default -> throw new IllegalArgumentException("is nothing to an agent: outcome=" + outcome);
		};
	}

	/** Tells what the report is to this agent: accepted, duplicate or late. */
	public ReportOutcome outcome(ReceivedReport next) {
		if (!next.position().isAfter(this.position)) {
			return ReportOutcome.DUPLICATE;
		}
		if (next.isRelayed()) {
			if (has(next.report())) {
				return ReportOutcome.DUPLICATE;
			}
			return isNews(next.report()) ? ReportOutcome.ACCEPTED : ReportOutcome.LATE;
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
	 * Tells whether that report has been read; without a life, whether it is the latest.
	 */
	public boolean has(HealthReport report) {
		String epoch = report.epoch();
		return (epoch != null) ? this.lives.have(epoch, report.sequence()) : report.equals(this.latest.report());
	}

	/**
	 * Tells whether a report that did not come straight into the stream says something
	 * newer than is known. Within the present life its number tells, and a life that has
	 * ended stays ended. Else the agent's own clock tells: a relayed life that is not
	 * known may be one from before the present one, of which nobody would hear again.
	 */
	public boolean isNews(HealthReport relayed) {
		HealthReport known = this.latest.report();
		String epoch = relayed.epoch();
		if (epoch != null && epoch.equals(known.epoch())) {
			return relayed.sequence() > known.sequence();
		}
		boolean mayBeNewer = epoch == null || !this.lives.know(epoch);
		return mayBeNewer && relayed.timestamp().isAfter(known.timestamp());
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

	/** Returns when this machine last heard of the agent. */
	public Instant heardAt() {
		return this.latest.heardAt();
	}

	private StreamPosition later(StreamPosition next) {
		return next.isAfter(this.position) ? next : this.position;
	}

	/**
	 * A life that is heard of only by a late report is not remembered: it would count as
	 * ended, and it may still begin, if the agent's clock was set.
	 */
	private Lives knownLivesWith(ReceivedReport late, Duration keep) {
		String epoch = late.report().epoch();
		return (epoch != null && this.lives.know(epoch)) ? livesWith(this.lives, late, keep) : this.lives;
	}

	private static Lives livesWith(Lives lives, ReceivedReport next, Duration keep) {
		String epoch = next.report().epoch();
		return (epoch != null) ? lives.with(epoch, next.report().sequence(), next.position().storedAt(), keep) : lives;
	}

}

package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one agent. Immutable; {@link #with} decides which of two reports is
 * the newer one.
 * <p>
 * Reports of one life (epoch) are ordered by their number. A life that was not heard of
 * before is newer than the one before it; one of the last few that ended is not. Reports
 * of an agent that does not tell its lives apart are ordered as the stream stored them.
 *
 * @param latest the newest report
 * @param position how far its stream has been read for this agent, whatever came of it
 * @param endedEpochs earlier lives, the oldest first; bounded
 * @param duplicates how many reports were seen before
 * @param late how many reports were older than what was known
 */
public record AgentHealth(ReceivedReport latest, StreamPosition position, List<String> endedEpochs, long duplicates,
		long late) {

	/** A process that restarts more often than this is told by its stream's order. */
	private static final int REMEMBERED_EPOCHS = 8;

	public AgentHealth {
		endedEpochs = List.copyOf(endedEpochs);
	}

	static AgentHealth first(ReceivedReport report) {
		return new AgentHealth(report, report.position(), List.of(), 0, 0);
	}

	/** Returns what is known once the report has been read, too. */
	AgentHealth with(ReceivedReport next) {
		return switch (outcome(next)) {
			case ACCEPTED -> new AgentHealth(next, next.position(), endedEpochsAfter(next), this.duplicates, this.late);
			case DUPLICATE ->
				new AgentHealth(this.latest, later(next.position()), this.endedEpochs, this.duplicates + 1, this.late);
			default ->
				new AgentHealth(this.latest, later(next.position()), this.endedEpochs, this.duplicates, this.late + 1);
		};
	}

	/** Tells what the report is to this agent: accepted, duplicate or late. */
	ReportOutcome outcome(ReceivedReport next) {
		if (!next.position().isAfter(this.position)) {
			return ReportOutcome.DUPLICATE;
		}
		HealthReport known = this.latest.report();
		String epoch = next.report().epoch();
		if (epoch == null || known.epoch() == null) {
			// a lower number may be a new life: the stream's order has to do
			return next.report().equals(known) ? ReportOutcome.DUPLICATE : ReportOutcome.ACCEPTED;
		}
		if (!epoch.equals(known.epoch())) {
			return this.endedEpochs.contains(epoch) ? ReportOutcome.LATE : ReportOutcome.ACCEPTED;
		}
		int order = Long.compare(next.report().sequence(), known.sequence());
		return (order > 0) ? ReportOutcome.ACCEPTED : (order == 0) ? ReportOutcome.DUPLICATE : ReportOutcome.LATE;
	}

	private StreamPosition later(StreamPosition next) {
		return next.isAfter(this.position) ? next : this.position;
	}

	private List<String> endedEpochsAfter(ReceivedReport next) {
		@Nullable String ended = this.latest.report().epoch();
		if (ended == null || ended.equals(next.report().epoch())) {
			return this.endedEpochs;
		}
		List<String> epochs = new ArrayList<>(this.endedEpochs);
		epochs.add(ended);
		return epochs.subList(Math.max(0, epochs.size() - REMEMBERED_EPOCHS), epochs.size());
	}

}

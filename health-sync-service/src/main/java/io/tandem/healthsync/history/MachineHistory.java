package io.tandem.healthsync.history;

import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.ReportOutcome;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import io.tandem.wire.health.InvalidHealthReportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which reports of a machine's stream are kept. What a batch comes to is only
 * taken over when it has been stored. Knows no clock but the stream's, so that the same
 * messages always come to the same. Confined to the thread that reads the stream.
 */
final class MachineHistory {

	private final String machine;

	private final Duration trailEvery;

	private final Duration keep;

	private final int maxAgents;

	private final Map<String, KnownAgent> agents = new HashMap<>();

	private @Nullable StreamPosition position;

	private @Nullable Instant streamCreatedAt;

	/**
	 * @param keep how long an agent is remembered after its last report
	 * @param known what was known at the position
	 * @param position the last message that was stored; null if there is none
	 */
	MachineHistory(String machine, Duration trailEvery, Duration keep, int maxAgents, Collection<KnownAgent> known,
			@Nullable Instant streamCreatedAt, @Nullable StreamPosition position) {
		this.machine = machine;
		this.trailEvery = trailEvery;
		this.keep = keep;
		this.maxAgents = maxAgents;
		known.forEach((agent) -> this.agents.put(agent.name(), agent));
		this.streamCreatedAt = streamCreatedAt;
		this.position = position;
	}

	/** Returns the last message that was stored, if the stream is that one. */
	@Nullable StreamPosition positionIn(Instant createdAt, long lastSequence) {
		StreamPosition known = this.position;
		return (known != null && createdAt.equals(this.streamCreatedAt) && known.sequence() <= lastSequence) ? known
				: null;
	}

	/** Notes which stream the messages are from now on. */
	void opened(Instant createdAt) {
		this.streamCreatedAt = createdAt;
	}

	/**
	 * Returns what the messages add.
	 * @param messages at least one, in the order of the stream
	 * @param now when they were read, by this machine's clock
	 */
	HistoryStep decide(List<HealthMessage> messages, Instant now) {
		Instant created = this.streamCreatedAt;
		if (created == null) {
			throw new IllegalStateException("messages of a stream that was not opened: machine=" + this.machine);
		}
		Batch batch = new Batch(now);
		messages.forEach(batch::read);
		return new HistoryStep(this.machine, created, messages.getLast().position(), batch.kept,
				List.copyOf(batch.changed.values()), batch.thinned, batch.duplicates, batch.passed);
	}

	/** Takes a step over that has been stored. */
	void apply(HistoryStep step) {
		this.position = step.position();
		step.agents().forEach((agent) -> this.agents.put(agent.name(), agent));
		if (this.agents.size() >= this.maxAgents) {
			Instant before = step.position().storedAt().minus(this.keep);
			this.agents.values().removeIf((agent) -> agent.health().position().storedAt().isBefore(before));
		}
	}

	/** One batch under way. Confined to one call. */
	private final class Batch {

		private final Instant now;

		private final List<KeptReport> kept = new ArrayList<>();

		private final Map<String, KnownAgent> changed = new LinkedHashMap<>();

		/** Agents that nothing was known of before this batch. */
		private int fresh;

		private int thinned;

		private int duplicates;

		private int passed;

		private Batch(Instant now) {
			this.now = now;
		}

		private void read(HealthMessage message) {
			HealthReport report;
			try {
				report = message.report();
			}
			catch (InvalidHealthReportException ex) {
				// counted and logged where the state is read
				this.passed++;
				return;
			}
			if (!report.machine().equals(MachineHistory.this.machine)) {
				this.passed++;
				return;
			}
			ReceivedReport received = new ReceivedReport(report, message.stream(), message.position(), this.now,
					message.wasThere(), message.isRelayed());
			KnownAgent known = this.changed.get(report.agent());
			if (known == null) {
				known = MachineHistory.this.agents.get(report.agent());
			}
			if (known != null) {
				next(received, known);
			}
			else if (MachineHistory.this.agents.size() + this.fresh < MachineHistory.this.maxAgents) {
				this.fresh++;
				keep(received, Kind.FIRST, null, AgentHealth.first(received, MachineHistory.this.keep),
						received.position().storedAt());
			}
			else {
				this.passed++;
			}
		}

		private void next(ReceivedReport received, KnownAgent known) {
			ReportOutcome outcome = known.health().outcome(received);
			AgentHealth next = known.health().with(received, outcome, MachineHistory.this.keep);
			HealthStatus before = known.health().latest().report().status();
			switch (outcome) {
				case DUPLICATE -> {
					this.duplicates++;
					this.changed.put(known.name(), new KnownAgent(next, known.keptAt()));
				}
				case LATE -> keep(received, Kind.LATE, before, next, known.keptAt());
				default -> {
					Kind kind = kind(received, known);
					if (kind != null) {
						keep(received, kind, before, next, received.position().storedAt());
					}
					else {
						this.thinned++;
						this.changed.put(known.name(), new KnownAgent(next, known.keptAt()));
					}
				}
			}
		}

		private @Nullable Kind kind(ReceivedReport received, KnownAgent known) {
			HealthReport before = known.health().latest().report();
			HealthReport after = received.report();
			if (before.status() != after.status()) {
				return Kind.STATUS;
			}
			if (after.epoch() != null && !after.epoch().equals(before.epoch())) {
				return Kind.LIFE;
			}
			boolean isDue = !received.position()
				.storedAt()
				.isBefore(known.keptAt().plus(MachineHistory.this.trailEvery));
			return isDue ? Kind.TRAIL : null;
		}

		private void keep(ReceivedReport received, Kind kind, @Nullable HealthStatus before, AgentHealth next,
				Instant keptAt) {
			this.kept.add(new KeptReport(received.report(), received.position(), kind, before));
			this.changed.put(received.report().agent(), new KnownAgent(next, keptAt));
		}

	}

}

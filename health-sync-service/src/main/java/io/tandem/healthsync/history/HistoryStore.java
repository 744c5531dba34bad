package io.tandem.healthsync.history;

import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.healthsync.state.StreamPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the history in a database. A step is stored whole or not at all, and storing it
 * again changes nothing. Thread-safe. Throws Spring's data access exceptions.
 */
class HistoryStore {

	private static final Logger logger = LoggerFactory.getLogger(HistoryStore.class);

	private static final int DELETE_AT_ONCE = 1000;

	private final ReportRows reports;

	private final AgentRows agents;

	private final PositionRows positions;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	HistoryStore(ReportRows reports, AgentRows agents, PositionRows positions, TransactionTemplate transaction,
			OpenDatabase database) {
		this.reports = reports;
		this.agents = agents;
		this.positions = positions;
		this.transaction = transaction;
		this.database = database;
	}

	/**
	 * Returns a machine's history as it goes on. If what it knew of the agents cannot be
	 * read, it goes on without: that is logged, and the stream is read from its start.
	 */
	MachineHistory load(String machine, HistoryProperties settings, Duration keep, int maxAgents) {
		Optional<PositionRow> position = this.positions.findById(machine);
		List<KnownAgent> known = new ArrayList<>();
		try {
			for (AgentRow row : this.agents.findByMachine(machine)) {
				known.add(row.known());
			}
		}
		catch (IOException ex) {
			logger.atWarn()
				.addKeyValue("of", machine)
				.setCause(ex)
				.log("What the history knew of a machine cannot be read; its stream is read from the start");
			known.clear();
			position = Optional.empty();
		}
		return new MachineHistory(machine, settings.trailEvery(), keep, maxAgents, known,
				position.map(PositionRow::streamCreatedAt).orElse(null),
				position.map(PositionRow::position).orElse(null));
	}

	void save(HistoryStep step) {
		this.database.write(() -> this.transaction.executeWithoutResult((status) -> {
			this.reports.saveAll(step.kept().stream().map((kept) -> new ReportRow(step.machine(), kept)).toList());
			this.agents.saveAll(step.agents().stream().map((agent) -> new AgentRow(step.machine(), agent)).toList());
			this.positions.save(new PositionRow(step));
		}));
	}

	/** Returns an agent's reports of a time, newest first. */
	List<StoredReport> page(String machine, String agent, Instant from, Instant to, int limit) {
		return this.reports.page(machine, agent, from, to, Limit.of(limit)).stream().map(ReportRow::stored).toList();
	}

	/** Returns some of a machine's reports of a time, in the order of the stream. */
	List<StoredReport> span(String machine, Instant from, Instant to, int offset, int limit) {
		return this.reports.span(machine, from, to, offset, limit).stream().map(ReportRow::stored).toList();
	}

	/** Adds reports, or puts them in place of what is kept at their positions. */
	void add(String machine, List<KeptReport> kept) {
		this.database.write(() -> this.transaction.executeWithoutResult((status) -> this.reports
			.saveAll(kept.stream().map((report) -> new ReportRow(machine, report)).toList())));
	}

	/** Returns each agent's last kept report at or before the time, late ones aside. */
	List<StoredReport> at(String machine, Instant time) {
		return in(() -> this.agents.names(machine)
			.stream()
			.map((agent) -> this.reports
				.findFirstByMachineAndAgentAndStoredAtLessThanEqualAndKindNotOrderByStoredAtDescStreamSequenceDesc(
						machine, agent, time, Kind.LATE))
			.flatMap(Optional::stream)
			.map(ReportRow::stored)
			.toList());
	}

	/** Returns up to where the machine's stream has been read; null before that. */
	@Nullable StreamPosition position(String machine) {
		return this.positions.findById(machine).map(PositionRow::position).orElse(null);
	}

	/**
	 * Deletes some of what was stored before then.
	 * @return how many rows; 0 if there is no more
	 */
	int prune(Instant before) {
		return in(() -> {
			List<Instant> oldest = this.reports.olderThan(before, Limit.of(DELETE_AT_ONCE));
			int rows = oldest.isEmpty() ? 0 : this.reports.deleteUpTo(oldest.getLast());
			return rows + this.agents.deleteOlderThan(before);
		});
	}

	private <T> T in(Supplier<T> work) {
		return Objects.requireNonNull(this.transaction.execute((status) -> work.get()));
	}

}

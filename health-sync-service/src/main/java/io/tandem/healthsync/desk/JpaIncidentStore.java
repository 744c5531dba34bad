package io.tandem.healthsync.desk;

import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.IncidentStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps incidents in the database of the health history. Thread-safe. Throws Spring's
 * data access exceptions.
 */
class JpaIncidentStore implements IncidentStore {

	private final IncidentRows incidents;

	private final SummaryRows summaries;

	private final HeartbeatRows heartbeats;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	JpaIncidentStore(IncidentRows incidents, SummaryRows summaries, HeartbeatRows heartbeats,
			TransactionTemplate transaction, OpenDatabase database) {
		this.incidents = incidents;
		this.summaries = summaries;
		this.heartbeats = heartbeats;
		this.transaction = transaction;
		this.database = database;
	}

	@Override
	public void save(List<Incident> changed) {
		save(changed, List.of());
	}

	/** Stores incidents and, with them or not at all, what people are told of them. */
	void save(List<Incident> changed, List<Page> summaries) {
		in(() -> {
			this.incidents.saveAll(changed.stream().map(IncidentRow::new).toList());
			this.summaries.saveAll(summaries.stream().map(SummaryRow::new).toList());
		});
		this.database.sync();
	}

	/** Returns the summaries that were told since then. */
	List<Page> summariesSince(Instant since) {
		return this.summaries.since(since).stream().map(SummaryRow::page).toList();
	}

	@Override
	public List<Incident> active() {
		return this.incidents.active().stream().map(IncidentRow::incident).toList();
	}

	@Override
	public List<Incident> newest(int limit) {
		return this.incidents.newest(Limit.of(limit)).stream().map(IncidentRow::incident).toList();
	}

	@Override
	public Optional<Incident> find(String id) {
		return this.incidents.findById(id).map(IncidentRow::incident);
	}

	/** Returns those that were over since then. */
	List<Incident> closedSince(Instant since) {
		return this.incidents.closedSince(since).stream().map(IncidentRow::incident).toList();
	}

	/** Notes that all was known until then. */
	void beat(Instant at) {
		in(() -> this.heartbeats.save(new HeartbeatRow(at)));
	}

	/** Returns until when all was known; null if nothing ever was. */
	@Nullable Instant lastBeat() {
		return this.heartbeats.findById(HeartbeatRow.ONLY).map(HeartbeatRow::at).orElse(null);
	}

	/** Deletes what was over before then. */
	void prune(Instant before) {
		in(() -> {
			this.incidents.deleteClosedBefore(before);
			this.summaries.deleteBefore(before);
		});
	}

	private void in(Runnable work) {
		this.database.write(() -> this.transaction.executeWithoutResult((status) -> work.run()));
	}

}

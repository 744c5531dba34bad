package io.tandem.centralhub.migration;

import io.tandem.database.OpenDatabase;
import io.tandem.fleet.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps campaigns in a database. What was saved is on the disk when {@link #save}
 * returns. Thread-safe.
 */
class MigrationStore {

	private static final int SHOWN = 100;

	private final MigrationRows migrations;

	private final StepRows steps;

	private final EventRows events;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	MigrationStore(MigrationRows migrations, StepRows steps, EventRows events, TransactionTemplate transaction,
			OpenDatabase database) {
		this.migrations = migrations;
		this.steps = steps;
		this.events = events;
		this.transaction = transaction;
		this.database = database;
	}

	/** Returns the newest campaign, read against the fleet. */
	Optional<Migration> newest(Fleet fleet) throws InvalidCampaignException {
		List<MigrationRow> rows = this.migrations.findAllByOrderByStartedAtDesc(Limit.of(1));
		if (rows.isEmpty()) {
			return Optional.empty();
		}
		MigrationRow row = rows.getFirst();
		Campaign campaign = CampaignFile.parse(row.file, row.id, fleet).withTimeScale(row.timeScale);
		List<Step> planned = Progress.of(campaign, row.startedAt).steps();
		List<Step> known = new ArrayList<>();
		for (StepRow step : this.steps.findByMigrationIdOrderByNumber(row.id)) {
			known.add(planned.get(step.number).to(step.state, step.since, step.evidence));
		}
		return Optional.of(new Migration(row.id, campaign, row.file, row.lostBefore, row.startedAt,
				new Progress(row.state, row.cause, row.reason, row.since, row.version, known)));
	}

	/**
	 * Stores a progress before anything comes of it, with an event for each change.
	 * @param before what was stored last; the same steps for a new campaign
	 * @param with stores what belongs to the change, in the same transaction
	 */
	void save(Migration migration, Progress before, Instant now, Runnable with) {
		Progress after = migration.progress();
		boolean isNew = before.version() == after.version();
		this.database.write(() -> this.transaction.executeWithoutResult((status) -> {
			this.migrations.save(new MigrationRow(migration));
			if (isNew || before.state() != after.state()) {
				this.events.save(new EventRow(migration.id(), now, "", after.state().word(), after.reason()));
			}
			for (int i = 0; i < after.steps().size(); i++) {
				Step step = after.steps().get(i);
				if (isNew || !step.equals(before.steps().get(i))) {
					this.steps.save(new StepRow(migration.id(), i, step));
				}
				if (step.state() != before.steps().get(i).state()) {
					this.events
						.save(new EventRow(migration.id(), now, name(step), step.state().word(), step.evidence()));
				}
			}
			with.run();
		}));
		this.database.sync();
	}

	static String name(Step step) {
		return (step.batch() != null) ? step.batch().name() : step.task().id();
	}

	/** Tells whether there is, or was, a campaign of that id. */
	boolean knows(String migration) {
		return this.migrations.existsById(migration);
	}

	/** Returns the newest events of a campaign, newest first. */
	List<EventRow> events(String migration) {
		return this.events.findByMigrationIdOrderByIdDesc(migration, Limit.of(SHOWN));
	}

}

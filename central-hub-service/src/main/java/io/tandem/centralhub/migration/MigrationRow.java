package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Progress.Cause;
import io.tandem.centralhub.migration.Progress.State;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A campaign under way as a row. */
@Entity
@Table(name = "migration")
@SuppressWarnings("NullAway.Init")
class MigrationRow {

	@Id
	String id;

	String name;

	String file;

	double timeScale;

	@Enumerated(EnumType.STRING)
	State state;

	@Enumerated(EnumType.STRING)
	Cause cause;

	String reason;

	Instant since;

	long version;

	long lostBefore;

	Instant startedAt;

	/** For Hibernate. */
	protected MigrationRow() {
	}

	MigrationRow(Migration migration) {
		Progress progress = migration.progress();
		this.id = migration.id();
		this.name = migration.campaign().name();
		this.file = migration.file();
		this.timeScale = migration.campaign().timeScale();
		this.state = progress.state();
		this.cause = progress.cause();
		this.reason = StepRow.cut(progress.reason(), 2000);
		this.since = progress.since();
		this.version = progress.version();
		this.lostBefore = migration.lostBefore();
		this.startedAt = migration.startedAt();
	}

}

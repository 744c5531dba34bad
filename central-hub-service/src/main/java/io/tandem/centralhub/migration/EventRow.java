package io.tandem.centralhub.migration;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A change of a campaign or of one of its steps as a row. */
@Entity
@Table(name = "migration_event")
@SuppressWarnings("NullAway.Init")
class EventRow {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	long id;

	String migrationId;

	Instant at;

	String step;

	String state;

	String reason;

	/** For Hibernate. */
	protected EventRow() {
	}

	EventRow(String migration, Instant at, String step, String state, String reason) {
		this.migrationId = migration;
		this.at = at;
		this.step = step;
		this.state = state;
		this.reason = StepRow.cut(reason, 4000);
	}

}

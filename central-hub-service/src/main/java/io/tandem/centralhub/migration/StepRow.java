package io.tandem.centralhub.migration;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A {@link Step} as a row; what it moves stands in the campaign's file. */
@Entity
@Table(name = "migration_step")
@SuppressWarnings("NullAway.Init")
class StepRow {

	@Id
	String id;

	String migrationId;

	int number;

	@Enumerated(EnumType.STRING)
	StepState state;

	Instant since;

	String evidence;

	/** For Hibernate. */
	protected StepRow() {
	}

	StepRow(String migration, int number, Step step) {
		this.id = migration + "/" + number;
		this.migrationId = migration;
		this.number = number;
		this.state = step.state();
		this.since = step.since();
		this.evidence = cut(step.evidence(), 4000);
	}

	static String cut(String text, int length) {
		return text.substring(0, Math.min(length, text.length()));
	}

}

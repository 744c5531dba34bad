package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.WeekGate.Decision;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was decided of a week, or is about to be, as a row. */
@Entity
@Table(name = "week_verdict")
@SuppressWarnings("NullAway.Init")
class WeekRow {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	long id;

	String migrationId;

	int week;

	/** Null while the week is under way. */
	@Enumerated(EnumType.STRING)
	@Nullable Decision verdict;

	/** Whose gate decided, or was judged last. */
	String step;

	String reason;

	/** When that gate was judged. */
	Instant judgedAt;

	/** Criteria that there was no room for. */
	int leftOut;

	boolean needsApproval;

	@Nullable String approvedBy;

	@Nullable String approvedReason;

	@Nullable Instant approvedAt;

	/** For Hibernate. */
	protected WeekRow() {
	}

	/** Begins a week. */
	WeekRow(String migration, int week) {
		this.migrationId = migration;
		this.week = week;
	}

	void judged(WeekGate gate, Instant now) {
		this.verdict = gate.decision();
		this.step = gate.step();
		this.reason = StepRow.cut(gate.reason(), 2000);
		this.judgedAt = now;
		this.needsApproval = gate.needsApproval();
	}

	void approved(String who, String why, Instant now) {
		this.approvedBy = StepRow.cut(who, 100);
		this.approvedReason = StepRow.cut(why, 200);
		this.approvedAt = now;
	}

}

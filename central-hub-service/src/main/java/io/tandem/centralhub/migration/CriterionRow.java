package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Judgement.Figure;
import io.tandem.centralhub.migration.Judgement.Verdict;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link Judgement} that a week's verdict rests on, as a row. */
@Entity
@Table(name = "week_criterion")
@SuppressWarnings("NullAway.Init")
class CriterionRow {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	long id;

	long verdictId;

	Instant at;

	String step;

	@Enumerated(EnumType.STRING)
	StepState state;

	@Enumerated(EnumType.STRING)
	Criterion criterion;

	@Enumerated(EnumType.STRING)
	Verdict verdict;

	@Nullable Double actual;

	String unit;

	String target;

	String evidence;

	/** For Hibernate. */
	protected CriterionRow() {
	}

	CriterionRow(long verdict, WeekGate gate, Judgement judgement, Instant now) {
		Figure figure = judgement.figure();
		this.verdictId = verdict;
		this.at = now;
		this.step = gate.step();
		this.state = gate.state();
		this.criterion = judgement.criterion();
		this.verdict = judgement.verdict();
		this.actual = (figure != null) ? figure.actual() : null;
		this.unit = (figure != null) ? StepRow.cut(figure.unit(), 40) : "";
		this.target = (figure != null) ? StepRow.cut(figure.target(), 200) : "";
		this.evidence = judgement.evidence();
	}

}

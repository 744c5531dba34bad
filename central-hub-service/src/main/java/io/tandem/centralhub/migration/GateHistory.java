package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.WeekGate.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/**
 * Remembers what was decided of each week, and by what. What gates of a week have judged
 * is gathered until the week is decided; after that, another try of the week begins anew.
 * The oldest are forgotten beyond {@value #KEPT} weeks of all campaigns. What changes it
 * takes part in the caller's transaction. Thread-safe.
 */
class GateHistory {

	/** Weeks that are remembered, those under way included. */
	static final int KEPT = 200;

	/** Criteria that are remembered of a week; more are only counted. */
	static final int CRITERIA_OF_A_WEEK = 1000;

	private final WeekRows weeks;

	private final CriterionRows criteria;

	GateHistory(WeekRows weeks, CriterionRows criteria) {
		this.weeks = weeks;
		this.criteria = criteria;
	}

	/** Adds what the gates of a campaign said. */
	void judged(String migration, List<WeekGate> gates, Instant now) {
		for (WeekGate gate : gates) {
			WeekRow week = this.weeks.findByMigrationIdAndWeekAndVerdictIsNull(migration, gate.week())
				.orElseGet(() -> new WeekRow(migration, gate.week()));
			week.judged(gate, now);
			this.weeks.save(week);
			this.criteria.deleteOf(week.id, gate.step(), gate.state());
			long room = Math.max(0, CRITERIA_OF_A_WEEK - this.criteria.countByVerdictId(week.id));
			gate.judgements()
				.stream()
				.limit(room)
				.forEach((judgement) -> this.criteria.save(new CriterionRow(week.id, gate, judgement, now)));
			week.leftOut += (int) Math.max(0, gate.judgements().size() - room);
			this.weeks.save(week);
		}
		prune();
	}

	private void prune() {
		this.weeks.newestSurplus(KEPT).forEach((upTo) -> {
			this.criteria.deleteUpTo(upTo);
			this.weeks.deleteUpTo(upTo);
		});
	}

	/**
	 * Adds who let a campaign go on after a decision.
	 * @param answered the decisions that the approval may answer; nothing is added if the
	 * newest is none of them, or was answered before
	 */
	void approved(String migration, List<Decision> answered, String who, String why, Instant now) {
		this.weeks.findFirstByMigrationIdAndVerdictIsNotNullOrderByIdDesc(migration)
			.filter((week) -> week.verdict != null && answered.contains(week.verdict) && week.approvedAt == null)
			.ifPresent((week) -> {
				week.approved(who, why, now);
				this.weeks.save(week);
			});
	}

	/**
	 * Returns what was decided, the newest first.
	 * @param migration of which campaign; null for all
	 * @param limit at most so many weeks
	 */
	List<Remembered> decided(@Nullable String migration, int limit) {
		List<WeekRow> rows = this.weeks.decided(migration, Limit.of(limit));
		Map<Long, List<CriterionRow>> by = this.criteria
			.findByVerdictIdInOrderById(rows.stream().map((week) -> week.id).toList())
			.stream()
			.collect(Collectors.groupingBy((criterion) -> criterion.verdictId));
		return rows.stream().map((week) -> new Remembered(week, by.getOrDefault(week.id, List.of()))).toList();
	}

	/** A week that was decided, and what by, in the order in which it was judged. */
	record Remembered(WeekRow week, List<CriterionRow> criteria) {
	}

}

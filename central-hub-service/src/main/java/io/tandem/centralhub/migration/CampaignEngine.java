package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.centralhub.migration.Progress.Cause;
import io.tandem.centralhub.migration.Progress.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a campaign goes on. Pure: the same progress, judgements and time give the
 * same answer. Whoever runs it stores the answer first and then acts on it.
 */
final class CampaignEngine {

	private CampaignEngine() {
	}

	/**
	 * Returns the next progress; the same one if nothing is to be done.
	 * @param judgements of the step in turn and of those that roll back, by their number
	 */
	static Progress next(Campaign campaign, Progress progress, List<OfStep> judgements, Standing standing,
			Instant now) {
		String stop = standing.reasonToStop(campaign.stop());
		if (stop != null && progress.state() != State.STOPPED && progress.state() != State.COMPLETED) {
			// what was judged is of the states that end here
			return progress.rollBack((step) -> step.state() != StepState.DONE, now, stop)
				.with(State.STOPPED, Cause.EMERGENCY, stop, now);
		}
		Progress next = rollBacks(campaign, progress, judgements, now);
		if (next.state() != State.RUNNING || next.version() != progress.version()) {
			return next;
		}
		int turn = next.turn();
		if (turn == next.steps().size()) {
			return next.with(State.COMPLETED, Cause.PLAN, "every step is done", now);
		}
		return step(campaign, next, turn, OfStep.find(judgements, turn), now);
	}

	private static Progress rollBacks(Campaign campaign, Progress progress, List<OfStep> judgements, Instant now) {
		Progress next = progress;
		for (int i = 0; i < progress.steps().size(); i++) {
			Step step = progress.steps().get(i);
			if (step.state() != StepState.ROLLING_BACK) {
				continue;
			}
			List<Judgement> judged = OfStep.find(judgements, i);
			boolean isBack = !judged.isEmpty() && judged.stream().allMatch((each) -> each.verdict() == Verdict.PASS);
			Duration within = campaign.stop().rollbackWithin();
			if (isBack) {
				next = next.with(i, step.to(StepState.ROLLED_BACK, now, step.evidence()));
			}
			else if (next.state() != State.STOPPED && now.isAfter(step.since().plus(within))) {
				next = next.with(State.STOPPED, Cause.ROLLBACK,
						"a rollback took longer than " + within + ": " + words(judged), now);
			}
		}
		return next;
	}

	private static Progress step(Campaign campaign, Progress progress, int turn, List<Judgement> judgements,
			Instant now) {
		Step step = progress.steps().get(turn);
		if (step.state() == StepState.PENDING && step.batch() != null) {
			return progress.with(turn, step.to(StepState.OVERLAP, now, ""));
		}
		if (step.state() == StepState.AWAITING) {
			return progress;
		}
		boolean isFailed = judgements.stream().anyMatch((each) -> each.verdict() == Verdict.FAIL);
		if (isFailed && step.batch() != null) {
			String why = "rolled back by itself: " + words(judgements);
			return progress.with(turn, step.to(StepState.ROLLING_BACK, now, why))
				.with(State.HELD, Cause.GATE, why, now);
		}
		boolean isPassed = judgements.size() == step.criteria().size()
				&& judgements.stream().allMatch((each) -> each.verdict() == Verdict.PASS);
		Instant ends = step.since().plus(campaign.scaled(step.period(campaign)));
		if (!isPassed || now.isBefore(ends)) {
			return progress;
		}
		StepState after = switch (step.state()) {
			case OVERLAP -> StepState.MOVED;
			case MOVED -> step.task().criteria().contains(Criterion.FAILOVER) ? StepState.DRILL : end(step);
			default -> end(step);
		};
		return progress.with(turn, step.to(after, now, words(judgements)));
	}

	private static StepState end(Step step) {
		return step.isApproved() ? StepState.AWAITING : StepState.DONE;
	}

	/** Lets a campaign go on that waits for a human. */
	static Progress approve(Progress progress, Instant now, String who) {
		Progress next = progress;
		for (int i = 0; i < progress.steps().size(); i++) {
			Step step = progress.steps().get(i);
			if (step.state() == StepState.ROLLED_BACK) {
				next = next.with(i, step.to(StepState.PENDING, now, "tried again: " + who));
			}
			else if (step.state() == StepState.AWAITING) {
				next = next.with(i, step.to(StepState.DONE, now, "approved: " + who));
			}
		}
		return next.with(State.RUNNING, Cause.HUMAN, "approved: " + who, now);
	}

	/** Takes back what has moved: the batch in turn or done last, its week, or all. */
	static Progress rollBack(Progress progress, Level level, Instant now, String who) {
		int last = -1;
		for (int i = 0; i < progress.steps().size(); i++) {
			last = (progress.steps().get(i).batch() != null && progress.steps().get(i).state().hasMoved()) ? i : last;
		}
		if (last < 0) {
			return progress.with(State.HELD, Cause.HUMAN, level.word() + " rolled back, nothing had moved: " + who,
					now);
		}
		Step newest = progress.steps().get(last);
		String why = level.word() + " rolled back: " + who;
		return progress.rollBack((step) -> switch (level) {
			case BATCH -> step.equals(newest);
			case WEEK -> step.week() >= newest.week();
			case PHASE -> true;
		}, now, why).with(State.HELD, Cause.HUMAN, why, now);
	}

	static String words(List<Judgement> judgements) {
		return judgements.stream()
			.map((each) -> each.criterion().word() + " " + each.verdict().word() + " (" + each.evidence() + ")")
			.collect(Collectors.joining("; "));
	}

	/** How much is taken back. */
	enum Level {

		BATCH, WEEK, PHASE;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What gates said of one step.
	 *
	 * @param number of the step
	 */
	record OfStep(int number, List<Judgement> judgements) {

		/** Returns what was said of a step; empty if it was not judged. */
		static List<Judgement> find(List<OfStep> all, int number) {
			return all.stream()
				.filter((each) -> each.number() == number)
				.findFirst()
				.map(OfStep::judgements)
				.orElse(List.of());
		}

	}

	/**
	 * What can stop everything.
	 *
	 * @param lostRecords since the campaign began
	 * @param uptimePercent empty if unknown, which stops nothing
	 */
	record Standing(long lostRecords, OptionalDouble uptimePercent) {

		@Nullable String reasonToStop(Campaign.Stop rules) {
			Judgement failed = failed(rules);
			return (failed != null) ? "emergency stop: " + failed.evidence() : null;
		}

		/** Returns what stops everything; null if nothing does. */
		@Nullable Judgement failed(Campaign.Stop rules) {
			if (rules.dataLoss() && this.lostRecords > 0) {
				return Judges.lost(this.lostRecords);
			}
			if (this.uptimePercent.isPresent() && this.uptimePercent.getAsDouble() < rules.uptimeBelowPercent()) {
				return Judges.uptime(this.uptimePercent.getAsDouble(), rules.uptimeBelowPercent());
			}
			return null;
		}

	}

}

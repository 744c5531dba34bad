package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.Progress.Cause;
import io.tandem.centralhub.migration.Progress.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a campaign says of one of its weeks. Immutable.
 *
 * @param step whose gate was judged
 * @param state of the step, when it was
 * @param judgements of its gate
 * @param decision of the whole week; null if it goes on
 * @param needsApproval whether a human has to approve the decision, or to mend and
 * approve, before the campaign goes on
 * @param reason of the decision, in words; empty without one
 */
record WeekGate(int week, String step, StepState state, List<Judgement> judgements, @Nullable Decision decision,
		boolean needsApproval, String reason) {

	WeekGate {
		judgements = List.copyOf(judgements);
	}

	/**
	 * Returns what the next progress of a campaign, decided by judgements, says of its
	 * weeks. Pure.
	 * @param judged what was judged of the progress before
	 */
	static List<WeekGate> of(Campaign campaign, Progress before, Progress after, List<OfStep> judged,
			Standing standing) {
		if (after.state() == State.STOPPED && before.state() != State.STOPPED) {
			return List.of(stop(campaign, before, after, judged, standing));
		}
		List<WeekGate> gates = new ArrayList<>();
		for (int i = 0; i < after.steps().size(); i++) {
			Step was = before.steps().get(i);
			Step is = after.steps().get(i);
			if (is.state() == was.state() || was.state() == StepState.ROLLING_BACK) {
				continue;
			}
			List<Judgement> judgements = OfStep.find(judged, i);
			Decision decision = switch (is.state()) {
				case ROLLING_BACK -> Decision.NO_GO;
				case DONE, AWAITING -> isLastOfWeek(after, i) ? Decision.GO : null;
				default -> null;
			};
			if (decision != null || !judgements.isEmpty()) {
				gates.add(new WeekGate(is.week(), MigrationStore.name(is), was.state(), judgements, decision,
						decision != null && is.state() != StepState.DONE,
						(decision != null) ? CampaignEngine.words(judgements) : ""));
			}
		}
		return gates;
	}

	private static WeekGate stop(Campaign campaign, Progress before, Progress after, List<OfStep> judged,
			Standing standing) {
		int number = (after.cause() == Cause.ROLLBACK) ? rollingBack(before, after)
				: Math.min(before.turn(), before.steps().size() - 1);
		Step step = before.steps().get(number);
		List<Judgement> judgements = OfStep.find(judged, number);
		Judgement failed = standing.failed(campaign.stop());
		if (after.cause() == Cause.EMERGENCY && failed != null) {
			// the gate of the step need not ask for it, and has not failed by it
			judgements = Stream
				.concat(judgements.stream().filter((each) -> each.criterion() != failed.criterion()), Stream.of(failed))
				.toList();
		}
		return new WeekGate(step.week(), MigrationStore.name(step), step.state(), judgements, Decision.STOP, true,
				after.reason());
	}

	/** Returns which step rolled back, and still does. */
	private static int rollingBack(Progress before, Progress after) {
		for (int i = 0; i < after.steps().size(); i++) {
			if (before.steps().get(i).state() == StepState.ROLLING_BACK
					&& after.steps().get(i).state() == StepState.ROLLING_BACK) {
				return i;
			}
		}
		throw new IllegalStateException("no step rolls back: version=" + after.version());
	}

	private static boolean isLastOfWeek(Progress progress, int number) {
		List<Step> steps = progress.steps();
		return number == steps.size() - 1 || steps.get(number + 1).week() != steps.get(number).week();
	}

	/**
	 * Returns which decisions an approval answers, the newest of which it is; none if it
	 * lets go on what no week was decided by. Pure.
	 */
	static List<Decision> answeredBy(Progress before) {
		return switch (before.state()) {
			case HELD, STOPPED -> List.of(Decision.NO_GO, Decision.STOP);
			case RUNNING,
					COMPLETED ->
				(before.turn() < before.steps().size()
						&& before.steps().get(before.turn()).state() == StepState.AWAITING
						&& isLastOfWeek(before, before.turn())) ? List.of(Decision.GO) : List.of();
		};
	}

	/** What can be decided of a week. */
	enum Decision {

		/** Each gate of the week passed. */
		GO,
		/** A gate failed, and its batch went back. */
		NO_GO,
		/** The campaign was stopped in it. */
		STOP;

		String word() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}

package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.Campaign.Task;
import io.tandem.centralhub.migration.Campaign.Week;
import io.tandem.wire.route.AgentRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a campaign is. Immutable; every change has a version of its own, which is
 * stored before anything comes of it.
 *
 * @param cause who or what put it in this state
 * @param reason why it is in this state
 * @param since when this state began, or was said again
 */
record Progress(State state, Cause cause, String reason, Instant since, long version, List<Step> steps) {

	Progress {
		steps = List.copyOf(steps);
	}

	/** Returns the beginning of a campaign. */
	static Progress of(Campaign campaign, Instant now) {
		List<Step> steps = new ArrayList<>();
		for (Week week : campaign.weeks()) {
			for (Task task : week.tasks()) {
				int last = task.batches().size() - 1;
				for (int i = 0; i <= last; i++) {
					steps.add(new Step(week.number(), task, task.batches().get(i), task.isApproved() && i == last,
							StepState.PENDING, now, ""));
				}
				if (last < 0) {
					steps.add(new Step(week.number(), task, null, task.isApproved(), StepState.PENDING, now, ""));
				}
			}
		}
		return new Progress(State.RUNNING, Cause.PLAN, "started", now, 1, steps);
	}

	/** Returns the number of the step in turn; the number of steps if all are done. */
	int turn() {
		for (int i = 0; i < this.steps.size(); i++) {
			if (this.steps.get(i).state() != StepState.DONE) {
				return i;
			}
		}
		return this.steps.size();
	}

	/** Returns the step in turn; null if all are done. */
	@Nullable Step inTurn() {
		int turn = turn();
		return (turn < this.steps.size()) ? this.steps.get(turn) : null;
	}

	Progress with(int number, Step step) {
		List<Step> changed = new ArrayList<>(this.steps);
		changed.set(number, step);
		return new Progress(this.state, this.cause, this.reason, this.since, this.version + 1, changed);
	}

	Progress with(State next, Cause from, String why, Instant now) {
		return new Progress(next, from, why, now, this.version + 1, this.steps);
	}

	/** Takes batches back that have moved, or are about to. */
	Progress rollBack(Predicate<Step> which, Instant now, String why) {
		List<Step> changed = this.steps.stream().map((step) -> {
			if (!which.test(step)) {
				return step;
			}
			if (step.batch() == null) {
				return (step.state() == StepState.PENDING) ? step : step.to(StepState.PENDING, now, why);
			}
			return step.state().hasMoved() ? step.to(StepState.ROLLING_BACK, now, why) : step;
		}).toList();
		return new Progress(this.state, this.cause, this.reason, this.since, this.version + 1, changed);
	}

	/** Returns the route that each agent is to have. */
	Map<String, AgentRoute> routes() {
		Map<String, AgentRoute> routes = new LinkedHashMap<>();
		for (Step step : this.steps) {
			Batch batch = step.batch();
			if (batch != null) {
				batch.agents().forEach((agent) -> routes.put(agent, step.state().route()));
			}
		}
		return routes;
	}

	/** Whether the campaign goes on. */
	enum State {

		/** It goes on by itself. */
		RUNNING,
		/** It waits for a human. */
		HELD,
		/** Something happened that must not; only a human lets it go on. */
		STOPPED,
		/** All is done. */
		COMPLETED;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** Who or what puts a campaign in a state. */
	enum Cause {

		/** It went by its file. */
		PLAN,
		/** A human approved, or took batches back. */
		HUMAN,
		/** A gate failed, and its batch goes back by itself. */
		GATE,
		/** Records were lost, or the availability is too low. */
		EMERGENCY,
		/** A rollback took too long. */
		ROLLBACK;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

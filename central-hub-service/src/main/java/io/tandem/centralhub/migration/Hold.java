package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Progress.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign waits for. Immutable.
 *
 * @param since when the wait began; null if it waits for nothing
 */
record Hold(WaitsFor waitsFor, @Nullable Instant since) {

	private static final Hold NONE = new Hold(WaitsFor.NOTHING, null);

	/** Returns what a campaign waits for at a time. Pure. */
	static Hold of(Campaign campaign, Progress progress, Instant now) {
		return switch (progress.state()) {
			case COMPLETED -> NONE;
			case HELD, STOPPED ->
				new Hold((progress.cause() == Cause.HUMAN) ? WaitsFor.APPROVAL : WaitsFor.MENDING, progress.since());
			case RUNNING -> ofTurn(campaign, progress, now);
		};
	}

	private static Hold ofTurn(Campaign campaign, Progress progress, Instant now) {
		Step step = progress.inTurn();
		if (step == null) {
			return NONE;
		}
		if (step.state() == StepState.AWAITING) {
			return new Hold(WaitsFor.APPROVAL, step.since());
		}
		if (step.criteria().isEmpty()) {
			return NONE;
		}
		// a step that only looks is pending since the campaign began: its turn came later
		Instant begun = later(step.since().plus(campaign.scaled(step.period(campaign))), progress.since());
		int turn = progress.turn();
		begun = (turn > 0) ? later(begun, progress.steps().get(turn - 1).since()) : begun;
		return now.isBefore(begun) ? NONE : new Hold(WaitsFor.GATE, begun);
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/** Returns how long it has waited; zero if it waits for nothing. */
	Duration age(Instant now) {
		Instant begun = this.since;
		return (begun == null || now.isBefore(begun)) ? Duration.ZERO : Duration.between(begun, now);
	}

	/** What can be waited for. */
	enum WaitsFor {

		/** It goes on by itself: a period runs, or all is done. */
		NOTHING,
		/** The period of a step is over, and its gate does not pass. */
		GATE,
		/**
		 * A human has to approve: by the campaign's file, or after taking batches back.
		 */
		APPROVAL,
		/** Something went wrong: a human has to mend it, and then to approve. */
		MENDING;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

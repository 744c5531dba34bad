package io.tandem.centralhub.migration;

import java.time.Instant;

/**
 * A campaign under way. Immutable.
 *
 * @param file the text that the campaign was read from
 * @param lostBefore records that were lost before it began
 */
record Migration(String id, Campaign campaign, String file, long lostBefore, Instant startedAt, Progress progress) {

	Migration with(Progress next) {
		return new Migration(this.id, this.campaign, this.file, this.lostBefore, this.startedAt, next);
	}

	/** Tells whether there is anything left to do or to decide. */
	boolean isActive() {
		return this.progress.state() != Progress.State.COMPLETED;
	}

	/** Tells whether another campaign has to wait for this one. */
	boolean isInTheWay() {
		return switch (this.progress.state()) {
			case COMPLETED -> false;
			case RUNNING -> true;
			case HELD,
					STOPPED ->
				this.progress.steps()
					.stream()
					.anyMatch((step) -> step.batch() != null
							&& (step.state().hasMoved() || step.state() == StepState.ROLLING_BACK));
		};
	}

}

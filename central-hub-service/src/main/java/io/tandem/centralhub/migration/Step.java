package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.Campaign.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a campaign does: it moves a batch, or looks and waits for a human.
 * Immutable.
 *
 * @param week from 1
 * @param batch null for one that moves nobody
 * @param isApproved whether a human has to approve what follows
 * @param since when the state began
 * @param evidence of the gate that led to the state
 */
record Step(int week, Task task, @Nullable Batch batch, boolean isApproved, StepState state, Instant since,
		String evidence) {

	Step to(StepState next, Instant now, String why) {
		return new Step(this.week, this.task, this.batch, this.isApproved, next, now, why);
	}

	/** Returns what its gate asks for now. */
	List<Criterion> criteria() {
		return switch (this.state) {
			case OVERLAP -> withPaths(this.task.criteria()
				.stream()
				.filter((each) -> each != Criterion.FAILOVER && each != Criterion.LATENCY)
				.toList());
			case MOVED -> withPaths(this.task.criteria()
				.stream()
				.filter((each) -> each != Criterion.FAILOVER && !each.isOfOverlap())
				.toList());
			case DRILL -> List.of(Criterion.PATHS, Criterion.LEDGER, Criterion.FAILOVER);
			case ROLLING_BACK -> List.of(Criterion.PATHS);
			case PENDING -> (this.batch == null) ? this.task.criteria() : List.of();
			case AWAITING, DONE, ROLLED_BACK -> List.of();
		};
	}

	/** Whatever a task asks for, nobody goes on with agents that are not there. */
	private static List<Criterion> withPaths(List<Criterion> asked) {
		if (asked.contains(Criterion.PATHS)) {
			return asked;
		}
		return java.util.stream.Stream.concat(java.util.stream.Stream.of(Criterion.PATHS), asked.stream()).toList();
	}

	/** Returns how long it is to stay in its state, before the scale. */
	Duration period(Campaign campaign) {
		Batch moving = this.batch;
		return switch (this.state) {
			case OVERLAP -> campaign.overlap();
			case MOVED -> (moving != null) ? moving.validation() : Duration.ZERO;
			default -> Duration.ZERO;
		};
	}

}

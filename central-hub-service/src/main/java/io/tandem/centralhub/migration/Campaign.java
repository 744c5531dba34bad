package io.tandem.centralhub.migration;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who moves when, and what must hold. Immutable.
 *
 * @param name of the campaign, unique among those that run
 * @param timeScale what each time is multiplied by; 1 but for a rehearsal
 * @param overlap how long an agent uses both paths
 * @param patience how long an agent may take to be seen on the route it was given
 * @param limits what the gates hold the batches to
 * @param stop when everything stops
 * @param weeks in order, at least one
 */
record Campaign(String name, double timeScale, Duration overlap, Duration patience, Limits limits, Stop stop,
		List<Week> weeks) {

	Campaign {
		weeks = List.copyOf(weeks);
	}

	/** Returns the same campaign, its times multiplied by another scale. */
	Campaign withTimeScale(double scale) {
		return new Campaign(this.name, scale, this.overlap, this.patience, this.limits, this.stop, this.weeks);
	}

	/** Returns all batches in the order in which they move. */
	List<Batch> batches() {
		return weeks().stream().flatMap(Week::batches).toList();
	}

	/** Returns a time as the scale makes it. */
	Duration scaled(Duration time) {
		return Duration.ofMillis(Math.round(time.toMillis() * this.timeScale));
	}

	/**
	 * A week.
	 *
	 * @param number from 1
	 */
	record Week(int number, List<Task> tasks) {

		Week {
			tasks = List.copyOf(tasks);
		}

		Stream<Batch> batches() {
			return this.tasks.stream().flatMap((task) -> task.batches().stream());
		}

	}

	/**
	 * A task.
	 *
	 * @param id for example {@code 2A}
	 * @param isApproved whether a human has to approve it before the next one begins
	 * @param criteria what its gate asks for
	 * @param batches in order; none for a task that only looks
	 */
	record Task(String id, String title, boolean isApproved, List<Criterion> criteria, List<Batch> batches) {

		Task {
			criteria = List.copyOf(criteria);
			batches = List.copyOf(batches);
		}

	}

	/**
	 * Agents that move together.
	 *
	 * @param name unique in the campaign
	 * @param machine all of them live on
	 * @param agents at least one
	 * @param validation how long they are watched on the new path alone
	 */
	record Batch(String name, String machine, List<String> agents, Duration validation) {

		Batch {
			agents = List.copyOf(agents);
		}

	}

	/**
	 * Limits of the gates.
	 *
	 * @param latencyWorsePercent how much longer an agent may wait for its answer
	 * @param latencyFloor a wait that is never too long, whatever it was before
	 * @param freshWithin how old an agent's last push may be
	 */
	record Limits(double latencyWorsePercent, Duration latencyFloor, Duration freshWithin) {
	}

	/**
	 * What stops a campaign at once.
	 *
	 * @param uptimeBelowPercent the availability below which it stops
	 * @param dataLoss whether a lost record stops it
	 * @param rollbackWithin how long a rollback may take; never scaled
	 */
	record Stop(double uptimeBelowPercent, boolean dataLoss, Duration rollbackWithin) {
	}

}

package io.tandem.healthsync.incident;

import java.time.Duration;

/**
 * The thresholds that the engine decides by. Immutable.
 *
 * @param settleService how long a hub, broker, link or machine has to be away before
 * anybody is told; a link that was cut before within {@code flapWithin}, twice as long
 * after each time, up to {@code settleLongest}. More of it means fewer calls for what
 * mends itself, and each call that much later; so with the next three
 * @param settleDown the same of agents that are down or silent; longer than a restart
 * takes, with what it does to dependents
 * @param settleSmall the same of what is a warning only, or of agents that only work
 * worse; longer than a period, so that one report that is lost is no incident
 * @param settleLongest the longest wait for the cause to become clear
 * @param quiet how long no further symptom may have come
 * @param recovery how long all has to be well before an incident is over; twice as long
 * after each time it came back, up to {@code recoveryLongest}
 * @param reopenWithin what comes back within this is the same incident
 * @param flapCount so many failures of one node within {@code flapWithin} are flapping
 * @param flapQuiet a node that flaps counts as failing until it is well for so long
 * @param silentPeriods an agent is silent after so many missed reports
 * @param stragglers how long after its root is well the rest of an incident is asked for
 * a root of its own
 * @param escalateAfter how long a member has to fail before it makes an incident more
 * urgent
 * @param replayLongest history that is still being read after so long is taken for read
 */
public record EngineSettings(Duration settleService, Duration settleDown, Duration settleSmall, Duration settleLongest,
		Duration quiet, Duration recovery, Duration recoveryLongest, Duration reopenWithin, int flapCount,
		Duration flapWithin, Duration flapQuiet, int silentPeriods, Duration stragglers, Duration escalateAfter,
		Duration replayLongest) {

	/**
	 * @throws IllegalArgumentException if the settle times do not grow in their order, or
	 * a count is below 1
	 */
	public EngineSettings {
		if (settleService.isNegative() || settleDown.compareTo(settleService) < 0
				|| settleSmall.compareTo(settleDown) < 0 || settleLongest.compareTo(settleSmall) < 0) {
			throw new IllegalArgumentException("settle times grow in their order: settleService=" + settleService
					+ " settleDown=" + settleDown + " settleSmall=" + settleSmall + " settleLongest=" + settleLongest);
		}
		if (recoveryLongest.compareTo(recovery) < 0) {
			throw new IllegalArgumentException("recoveryLongest is at least recovery: recoveryLongest="
					+ recoveryLongest + " recovery=" + recovery);
		}
		if (flapCount < 2 || silentPeriods < 1) {
			throw new IllegalArgumentException("one failure is no flapping, and no missed report no silence: flapCount="
					+ flapCount + " silentPeriods=" + silentPeriods);
		}
	}

	/** Returns what Tandem runs with if nothing is set. */
	public static EngineSettings defaults() {
		return new EngineSettings(Duration.ofSeconds(15), Duration.ofSeconds(40), Duration.ofSeconds(65),
				Duration.ofSeconds(90), Duration.ofSeconds(8), Duration.ofSeconds(30), Duration.ofMinutes(10),
				Duration.ofMinutes(10), 4, Duration.ofMinutes(10), Duration.ofMinutes(2), 3, Duration.ofMinutes(3),
				Duration.ofSeconds(30), Duration.ofMinutes(5));
	}

}

package io.tandem.centralhub.slo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How available the system was in a window, with all outages explained as far as the
 * system can.
 *
 * @param window as it was asked for
 * @param from the first second that is judged: the window's, or the first that anybody
 * ever observed
 * @param to the first second after
 * @param objectivePercent the availability that is promised
 * @param targets by machine, then the whole
 * @param missing who did not answer: what only they know counts as not seen
 */
record SloReport(String window, Instant from, Instant to, double objectivePercent, Map<String, TargetView> targets,
		List<String> missing) {

	SloReport {
		missing = List.copyOf(missing);
	}

	/**
	 * One machine, or the whole.
	 *
	 * @param verdict met, missed, or unknown where nothing was judged
	 * @see Availability.Target
	 */
	record TargetView(String verdict, @Nullable Double percent, long upSeconds, long downSeconds, long unseenSeconds,
			double budgetSeconds, double budgetLeftPercent, Map<String, Double> burnRates, List<OutageView> outages) {
	}

	/**
	 * Seconds that count as down.
	 *
	 * @param isExplained whether anything is known that explains them
	 * @param explanations what the system told of in that time
	 */
	record OutageView(Instant from, Instant to, long seconds, long unseenSeconds, List<String> reasons,
			boolean isExplained, List<String> explanations) {
	}

}

package io.tandem.console.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the centre's hub answers of how available all was. */
public final class SloAnswers {

	private SloAnswers() {
	}

	/**
	 * The availability in a window.
	 *
	 * @param window how long it is, as ISO 8601 has durations
	 * @param from the first second that is judged, which may be after the window's
	 * @param to the first second after
	 * @param targets by machine, then the whole
	 * @param missing who did not answer the hub
	 */
	public record Slo(String window, Instant from, Instant to, double objectivePercent, Map<String, Target> targets,
			List<String> missing) {
	}

	/**
	 * A machine, or the whole.
	 *
	 * @param verdict met, missed or unknown
	 * @param percent null if nothing was judged
	 * @param budgetLeftPercent below 0 if more than all is used
	 * @param burnRates by window; only of those that are judged whole
	 */
	public record Target(String verdict, @Nullable Double percent, long upSeconds, long downSeconds, long unseenSeconds,
			double budgetSeconds, double budgetLeftPercent, Map<String, Double> burnRates, List<Outage> outages) {
	}

	/**
	 * Seconds that count as down.
	 *
	 * @param unseenSeconds in how many of them nobody looked
	 */
	public record Outage(Instant from, Instant to, long seconds, long unseenSeconds, List<String> reasons,
			boolean isExplained, List<String> explanations) {

		/** Tells whether nobody looked in any of them. */
		public boolean nobodyLooked() {
			return this.unseenSeconds == this.seconds;
		}

	}

	/** Every figure that is promised. */
	public record Kpis(Instant at, String window, List<Kpi> kpis) {
	}

	/**
	 * A figure.
	 *
	 * @param actual null if unknown
	 * @param verdict met, missed or unknown
	 * @param why it is unknown; empty if it is not
	 */
	public record Kpi(String name, String target, @Nullable Double actual, String unit, String verdict, String why,
			String how) {
	}

}

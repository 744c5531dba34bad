package io.tandem.centralhub.slo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every figure that the system is promised by.
 *
 * @param at when they were taken
 * @param window over which
 */
record KpiReport(Instant at, String window, List<Kpi> kpis) {

	KpiReport {
		kpis = List.copyOf(kpis);
	}

	/**
	 * One figure.
	 *
	 * @param name what it is
	 * @param target what it is to be, in words
	 * @param actual what it is; null if unknown
	 * @param unit of the actual figure
	 * @param verdict met, missed or unknown
	 * @param why it is unknown; empty if it is not
	 * @param how it is measured
	 */
	record Kpi(String name, String target, @Nullable Double actual, String unit, String verdict, String why,
			String how) {
	}

}

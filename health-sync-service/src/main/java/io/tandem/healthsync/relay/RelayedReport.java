package io.tandem.healthsync.relay;

import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.wire.health.HealthReport;

/**
 * A report that another machine keeps for the agent's own. Immutable.
 *
 * @param received the report, and where it stands in the keeping machine's stream
 * @param by the machine that keeps it
 */
public record RelayedReport(ReceivedReport received, String by) {

	/** Returns what the agent said. */
	public HealthReport report() {
		return this.received.report();
	}

	/**
	 * Tells whether the same agent sent this one after the other: by its number within a
	 * life, else by its own clock.
	 */
	boolean isNewerThan(RelayedReport other) {
		String epoch = report().epoch();
		if (epoch != null && epoch.equals(other.report().epoch())) {
			return report().sequence() > other.report().sequence();
		}
		return report().timestamp().isAfter(other.report().timestamp());
	}

}

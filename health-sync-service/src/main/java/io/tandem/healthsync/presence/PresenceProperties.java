package io.tandem.healthsync.presence;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an agent counts as silent.
 *
 * @param missedPeriods after how many report intervals without a report; more means fewer
 * false alarms of agents that are merely slow, and each is told so much later
 */
@ConfigurationProperties("tandem.health.presence")
record PresenceProperties(@DefaultValue("3") int missedPeriods) {

	/**
	 * @throws IllegalArgumentException if it is less than 1
	 */
	PresenceProperties {
		if (missedPeriods < 1) {
			throw new IllegalArgumentException(
					"tandem.health.presence.missed-periods must be at least 1: missed-periods=" + missedPeriods);
		}
	}

}

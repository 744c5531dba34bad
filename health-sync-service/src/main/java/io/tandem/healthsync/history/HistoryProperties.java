package io.tandem.healthsync.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the reports is kept.
 *
 * @param retainFor how long a report is kept
 * @param trailEvery of an agent whose reports tell no change, one is kept in this time;
 * shorter costs disk in proportion
 */
@ConfigurationProperties("tandem.health.history")
record HistoryProperties(@DefaultValue("24h") Duration retainFor, @DefaultValue("60s") Duration trailEvery) {

	/**
	 * @throws IllegalArgumentException if a duration is not positive
	 */
	HistoryProperties {
		if (!retainFor.isPositive() || !trailEvery.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.health.history needs positive retain-for and trail-every: retain-for=" + retainFor
							+ " trail-every=" + trailEvery);
		}
	}

}

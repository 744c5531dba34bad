package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.EngineSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How incidents are made and kept.
 *
 * @param retainFor how long an incident is kept after it was over
 * @param queue how much may wait for the engine; what comes to a full queue is made up
 * for from the state of all agents
 * @param settleService how long a hub, broker, link or machine has to be away before
 * anybody is told
 * @param settleDown the same of agents that are down or silent
 * @param settleSmall the same of what is a warning only
 * @param settleLongest the longest wait for the cause to become clear
 * @param quiet how long no further symptom may have come
 * @param recovery how long all has to be well before an incident is over
 * @param brokerAway how long this machine's broker has to be away before it fails
 * @param summaryFor how long the summary of what happened unseen stays with people
 * @param clusterInterval how often the summary of all machines is published
 */
@ConfigurationProperties("tandem.incidents")
record IncidentProperties(@DefaultValue("30d") Duration retainFor, @DefaultValue("100000") int queue,
		@DefaultValue("15s") Duration settleService, @DefaultValue("40s") Duration settleDown,
		@DefaultValue("65s") Duration settleSmall, @DefaultValue("90s") Duration settleLongest,
		@DefaultValue("8s") Duration quiet, @DefaultValue("30s") Duration recovery,
		@DefaultValue("5s") Duration brokerAway, @DefaultValue("10m") Duration summaryFor,
		@DefaultValue("5s") Duration clusterInterval) {

	/**
	 * @throws IllegalArgumentException if the queue is shorter than 1,000, a time that
	 * must be positive is not, or the settle times do not grow in their order
	 */
	IncidentProperties {
		if (queue < 1_000) {
			throw new IllegalArgumentException("tandem.incidents.queue must be at least 1000: queue=" + queue);
		}
		if (!retainFor.isPositive() || !summaryFor.isPositive() || !clusterInterval.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.incidents needs positive retain-for, summary-for and cluster-interval: retain-for="
							+ retainFor + " summary-for=" + summaryFor + " cluster-interval=" + clusterInterval);
		}
	}

	EngineSettings engine() {
		EngineSettings set = EngineSettings.defaults();
		return new EngineSettings(this.settleService, this.settleDown, this.settleSmall, this.settleLongest, this.quiet,
				this.recovery,
				(this.recovery.compareTo(set.recoveryLongest()) > 0) ? this.recovery : set.recoveryLongest(),
				set.reopenWithin(), set.flapCount(), set.flapWithin(), set.flapQuiet(), set.silentPeriods(),
				set.stragglers(), set.escalateAfter(), set.replayLongest());
	}

}

package io.tandem.healthsync.presence;

import io.tandem.healthsync.relay.RelayedReport;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.ReceivedReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one agent is at a moment. Immutable.
 *
 * @param health what is known from its reports; null if there are none
 * @param reportInterval within which a report of it is expected
 * @param isInFleet whether the fleet file names it, on this machine
 * @param silentSince since when nothing has been heard of it; null unless it is silent
 * @param missedPeriods how many report intervals have passed since it was last heard of;
 * 0 if it never was
 * @param relayed its newest report, if another machine keeps it and its own machine's
 * stream does not have it yet; else null
 */
public record AgentPresence(String agent, AgentStatus status, @Nullable AgentHealth health, Duration reportInterval,
		boolean isInFleet, @Nullable Instant silentSince, long missedPeriods, @Nullable RelayedReport relayed) {

	/** Makes one of which no other machine keeps a report. */
	public AgentPresence(String agent, AgentStatus status, @Nullable AgentHealth health, Duration reportInterval,
			boolean isInFleet, @Nullable Instant silentSince, long missedPeriods) {
		this(agent, status, health, reportInterval, isInFleet, silentSince, missedPeriods, null);
	}

	/** Returns its newest report, by whatever way it came; null if there is none. */
	public @Nullable ReceivedReport latest() {
		if (this.relayed != null) {
			return this.relayed.received();
		}
		return (this.health != null) ? this.health.latest() : null;
	}
}

package io.tandem.healthsync.presence;

import io.tandem.healthsync.relay.RelayedReport;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.ReceivedReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges how agents of one machine are at a moment. Immutable.
 *
 * @param listeningSince since when this machine hears all that the other one's agents
 * report; null if it does not now
 * @param missed after how many missed periods an agent is silent
 */
record Judgement(Instant now, @Nullable Instant listeningSince, int missed) {

	/**
	 * Judges one agent.
	 * @param health what its machine's stream says of it, if anything
	 * @param relayed a newer report that another machine keeps, if there is one
	 */
	AgentPresence judge(String agent, @Nullable AgentHealth health, @Nullable RelayedReport relayed, Duration interval,
			boolean isInFleet) {
		ReceivedReport latest = latest(health, relayed);
		if (latest == null) {
			return new AgentPresence(agent,
					(this.listeningSince != null) ? AgentStatus.EXPECTED : AgentStatus.UNREACHABLE, null, interval,
					isInFleet, null, 0);
		}
		Instant heardAt = latest.heardAt();
		long periods = Math.max(0, Duration.between(heardAt, this.now).toMillis() / interval.toMillis());
		AgentStatus status = status(latest, relayed != null, interval, periods);
		return new AgentPresence(agent, status, health, interval, isInFleet,
				(status == AgentStatus.SILENT) ? heardAt : null, periods, relayed);
	}

	private static @Nullable ReceivedReport latest(@Nullable AgentHealth health, @Nullable RelayedReport relayed) {
		if (relayed != null) {
			return relayed.received();
		}
		return (health != null) ? health.latest() : null;
	}

	private AgentStatus status(ReceivedReport latest, boolean isRelayed, Duration interval, long periods) {
		// a relayed report was heard in spite of the cut
		if (this.listeningSince == null && !isRelayed) {
			return AgentStatus.UNREACHABLE;
		}
		if (periods < this.missed) {
			return AgentStatus.of(latest.report().status());
		}
		// it may have reported while nobody listened: it gets a period to do so again
		boolean hadItsChance = this.listeningSince != null && !this.listeningSince.plus(interval).isAfter(this.now);
		return hadItsChance ? AgentStatus.SILENT : AgentStatus.UNREACHABLE;
	}

}

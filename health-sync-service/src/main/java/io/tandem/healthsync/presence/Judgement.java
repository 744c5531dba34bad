package io.tandem.healthsync.presence;

import io.tandem.healthsync.state.AgentHealth;
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

	AgentPresence judge(String agent, @Nullable AgentHealth health, Duration interval, boolean isInFleet) {
		if (health == null) {
			return new AgentPresence(agent,
					(this.listeningSince != null) ? AgentStatus.EXPECTED : AgentStatus.UNREACHABLE, null, interval,
					isInFleet, null, 0);
		}
		long periods = Math.max(0, Duration.between(health.heardAt(), this.now).toMillis() / interval.toMillis());
		AgentStatus status = status(health, interval, periods);
		return new AgentPresence(agent, status, health, interval, isInFleet,
				(status == AgentStatus.SILENT) ? health.heardAt() : null, periods);
	}

	private AgentStatus status(AgentHealth health, Duration interval, long periods) {
		if (this.listeningSince == null) {
			return AgentStatus.UNREACHABLE;
		}
		if (periods < this.missed) {
			return AgentStatus.of(health.latest().report().status());
		}
		// it may have reported while nobody listened: it gets a period to do so again
		boolean hadItsChance = !this.listeningSince.plus(interval).isAfter(this.now);
		return hadItsChance ? AgentStatus.SILENT : AgentStatus.UNREACHABLE;
	}

}

package io.tandem.healthsync.api;

import io.tandem.healthsync.presence.AgentPresence;
import io.tandem.healthsync.presence.AgentStatus;
import io.tandem.healthsync.relay.RelayedReport;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.streams.Freshness;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One agent as shown. What comes from its last report is null for an agent that has not
 * reported.
 *
 * @param asOf when what is shown was last known to be so; see {@link Freshness}
 * @param note says so for a person, while what is shown may be old; null else
 * @param status how it is as far as this machine can tell
 * @param lastKnown what it last reported
 * @param expected whether the fleet file names it on this machine
 * @param reportIntervalMillis within which a report is expected
 * @param missedPeriods how many such intervals have passed since it was last heard of
 * @param silentSince since when nothing has been heard; null unless it is silent
 * @param timestamp when the agent says it was so, by its clock
 * @param receivedAt when its machine's stream stored the report, by that machine's clock
 * @param ageMillis since then
 * @param clockSkewMillis how far the stream's clock is ahead of the agent's, estimated
 * from its last reports
 * @param epoch the agent's life; null for an agent that does not tell one from the next
 * @param sequence the agent's number of the report
 * @param message the agent's own words, if any
 * @param stream where the report was read from, at {@code streamSequence}
 * @param replayed whether it was history when it was read; false for a live one
 * @param received numbered reports that are known, each counted once
 * @param missing reports of the present life that have not come, by their numbers
 * @param duplicates reports of this agent that were seen before
 * @param late reports of this agent that came after newer ones
 * @param relayedBy the machine that keeps the report for the time being, because the
 * agent's own machine's stream did not take it; null once it is there
 */
record AgentView(@Nullable Instant asOf, @Nullable String note, String agent, AgentStatus status,
		@Nullable HealthStatus lastKnown, boolean expected, long reportIntervalMillis, long missedPeriods,
		@Nullable Instant silentSince, @Nullable Instant timestamp, @Nullable Instant receivedAt,
		@Nullable Long ageMillis, @Nullable Long clockSkewMillis, @Nullable String epoch, @Nullable Long sequence,
		Map<String, Double> metrics, @Nullable String message, @Nullable String stream, @Nullable Long streamSequence,
		@Nullable Boolean replayed, long received, long missing, long duplicates, long late,
		@Nullable String relayedBy) {

	static AgentView of(AgentPresence agent, Freshness machine, Instant now) {
		AgentHealth health = agent.health();
		ReceivedReport latest = agent.latest();
		long interval = agent.reportInterval().toMillis();
		if (latest == null) {
			return new AgentView(machine.asOf(), machine.note(), agent.agent(), agent.status(), null, agent.isInFleet(),
					interval, 0, null, null, null, null, null, null, null, Map.of(), null, null, null, null, 0, 0, 0, 0,
					null);
		}
		RelayedReport relayed = agent.relayed();
		HealthReport report = latest.report();
		Freshness fresh = (relayed != null) ? machine.relayedAt(latest.position().storedAt(), relayed.by()) : machine;
		return new AgentView(fresh.asOf(), fresh.note(), agent.agent(), agent.status(), report.status(),
				agent.isInFleet(), interval, agent.missedPeriods(), agent.silentSince(), report.timestamp(),
				latest.position().storedAt(), latest.age(now).toMillis(),
				(health != null) ? health.clockSkew().toMillis() : null, report.epoch(), report.sequence(),
				report.metrics(), report.message(), latest.stream(), latest.position().sequence(), latest.isReplayed(),
				(health != null) ? health.received() : 0, (health != null) ? health.missing() : 0,
				(health != null) ? health.duplicates() : 0, (health != null) ? health.late() : 0,
				(relayed != null) ? relayed.by() : null);
	}

}

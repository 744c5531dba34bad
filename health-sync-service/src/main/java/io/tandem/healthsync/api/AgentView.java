package io.tandem.healthsync.api;

import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One agent as shown.
 *
 * @param timestamp when the agent says it was so, by its clock
 * @param receivedAt when its machine's stream stored the report, by that machine's clock
 * @param ageMillis since then
 * @param clockSkewMillis how far the stream's clock was ahead of the agent's, the way
 * between them included
 * @param epoch the agent's life; null for an agent that does not tell one from the next
 * @param sequence the agent's number of the report
 * @param message the agent's own words, if any
 * @param stream where the report was read from, at {@code streamSequence}
 * @param replayed whether it was history when it was read; false for a live one
 * @param duplicates reports of this agent that were seen before, since this service
 * started
 * @param late reports of this agent that came after newer ones, likewise
 */
record AgentView(String agent, HealthStatus status, Instant timestamp, Instant receivedAt, long ageMillis,
		long clockSkewMillis, @Nullable String epoch, long sequence, Map<String, Double> metrics,
		@Nullable String message, String stream, long streamSequence, boolean replayed, long duplicates, long late) {

	static AgentView of(AgentHealth health, Instant now) {
		ReceivedReport latest = health.latest();
		HealthReport report = latest.report();
		return new AgentView(report.agent(), report.status(), report.timestamp(), latest.position().storedAt(),
				latest.age(now).toMillis(), latest.clockSkew().toMillis(), report.epoch(), report.sequence(),
				report.metrics(), report.message(), latest.stream(), latest.position().sequence(), latest.isReplayed(),
				health.duplicates(), health.late());
	}

}

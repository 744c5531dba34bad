package io.tandem.healthsync.api;

import io.tandem.healthsync.presence.AgentPresence;
import io.tandem.healthsync.presence.AgentStatus;
import io.tandem.healthsync.presence.FleetPresence;
import io.tandem.healthsync.state.ForeignReport;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.healthsync.streams.Freshness;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine as shown.
 *
 * @param asOf when it was last known to be so; see {@link Freshness}
 * @param note says so for a person, while what is shown may be old; null else
 * @param source {@code local} for this machine, {@code mirror} for another one
 * @param link whether what is shown is current
 * @param streamActiveAgeMillis how long ago the mirror last heard from the machine, with
 * or without news; null for this machine, and while it is not known
 * @param streamLag messages the mirror knows to be missing
 * @param newestReportAt when the newest report that was read here was stored, by that
 * machine's clock; null while there is none
 * @param newestReportAgeMillis since then
 * @param readTo the stream sequence up to which it has been read here; null while nothing
 * has been
 * @param caughtUp whether all has been read that the stream had when it was opened
 * @param digest of what the stream says of the agents: equal wherever it has been read up
 * to the same sequence
 * @param counts agents by status
 * @param agents by name, with those of the fleet file that have not reported
 * @param foreignReports the last reports in this machine's stream that speak for another
 * machine; they are not among the agents
 */
record MachineView(@Nullable Instant asOf, @Nullable String note, String source, Link link,
		@Nullable Long streamActiveAgeMillis, long streamLag, @Nullable Instant newestReportAt,
		@Nullable Long newestReportAgeMillis, @Nullable Long readTo, boolean caughtUp, String digest,
		Map<AgentStatus, Integer> counts, List<AgentView> agents, List<ForeignReport> foreignReports) {

	static MachineView of(String name, MachineHealth health, List<AgentPresence> agents, StreamState stream,
			boolean isLocal, Instant now) {
		StreamPosition newest = health.newest();
		Instant newestAt = (newest != null) ? newest.storedAt() : null;
		Freshness fresh = Freshness.of(name, stream, newestAt);
		return new MachineView(fresh.asOf(), fresh.note(), isLocal ? "local" : "mirror", stream.link(),
				activeAge(stream, now), stream.lag(), newestAt,
				(newestAt != null) ? Math.max(0, Duration.between(newestAt, now).toMillis()) : null,
				(newest != null) ? newest.sequence() : null, health.caughtUpAt() != null, health.digest(),
				FleetPresence.counts(agents), agents.stream().map((agent) -> AgentView.of(agent, fresh, now)).toList(),
				health.foreign());
	}

	private static @Nullable Long activeAge(StreamState stream, Instant now) {
		Duration then = stream.activeAge();
		return (then != null) ? then.plus(Duration.between(stream.checkedAt(), now)).toMillis() : null;
	}

}

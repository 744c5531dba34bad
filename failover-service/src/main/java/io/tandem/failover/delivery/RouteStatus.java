package io.tandem.failover.delivery;

import io.tandem.failover.detection.Tier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where records go at one moment, and what waits. Immutable.
 *
 * @param since when this became so
 * @param reason why, as it was given
 * @param twin the second hub of critical agents' records; null if there is none
 * @param backlogRecords records that are durable and not delivered
 * @param backlogRate records a second that the backlog may go at
 * @param liveAge how old the newest lane's record in turn is; zero if none waits
 * @param urls of each tier that has one, in the order of preference
 */
public record RouteStatus(Tier tier, Instant since, String reason, @Nullable Tier twin, long backlogRecords,
		double backlogRate, Duration liveAge, Map<Tier, URI> urls) {
}

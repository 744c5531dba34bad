package io.tandem.healthsync.streams;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Sizes of the streams. A mirror is as large as its origin, so every machine must be
 * given the same.
 *
 * @param maxAge how long reports and events are kept, and so how far back a restarted
 * service remembers
 * @param healthMaxBytes disk for one machine's reports; full, the origin refuses new
 * ones. 77 agents that report 1 KB a minute take about 130 MB in 24 hours
 * @param eventsMaxBytes disk for one machine's events
 * @param watchInterval how often the state of the streams is asked for
 * @param cutOffAfter a mirror that has not heard from its origin for so long is cut off;
 * on a healthy link, an idle one hears from it every second
 */
@ConfigurationProperties("tandem.health.streams")
public record HealthStreamsProperties(@DefaultValue("24h") Duration maxAge,
		@DefaultValue("512MB") DataSize healthMaxBytes, @DefaultValue("128MB") DataSize eventsMaxBytes,
		@DefaultValue("1s") Duration watchInterval, @DefaultValue("3s") Duration cutOffAfter) {
}

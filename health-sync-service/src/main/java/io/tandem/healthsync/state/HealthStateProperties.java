package io.tandem.healthsync.state;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is kept, and what counts as history.
 *
 * @param maxAgents agents kept in all; a report of one more is counted and passed over.
 * Each costs the memory of its latest report, which has 100 metrics at most
 * @param keep how long an agent that does not report is shown; no longer than its stream
 * keeps messages, so that a restart shows the same agents
 * @param liveWithin a report read later than this after it was stored is history: it was
 * replayed after a start, or caught up after a cut. Must exceed the difference of the
 * machines' clocks
 */
@Validated
@ConfigurationProperties("tandem.health.state")
public record HealthStateProperties(@DefaultValue("10000") @Positive int maxAgents, @DefaultValue("24h") Duration keep,
		@DefaultValue("10s") Duration liveWithin) {
}

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
 * @param snapshotInterval how often what is known is written to the state directory, to
 * be read at the next start; what came since is then read from the streams
 */
@Validated
@ConfigurationProperties("tandem.health.state")
public record HealthStateProperties(@DefaultValue("10000") @Positive int maxAgents, @DefaultValue("24h") Duration keep,
		@DefaultValue("10s") Duration liveWithin, @DefaultValue("10s") Duration snapshotInterval) {

	/**
	 * @throws IllegalArgumentException if a duration is not positive
	 */
	public HealthStateProperties {
		if (!keep.isPositive() || !liveWithin.isPositive() || !snapshotInterval.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.health.state needs positive keep, live-within and snapshot-interval: keep=" + keep
							+ " live-within=" + liveWithin + " snapshot-interval=" + snapshotInterval);
		}
	}

}

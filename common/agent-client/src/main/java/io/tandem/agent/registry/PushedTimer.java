package io.tandem.agent.registry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import java.util.concurrent.TimeUnit;

/** A timer whose buckets count up for ever and whose maximum fades. Thread-safe. */
final class PushedTimer extends CumulativeTimer {

	PushedTimer(Id id, Clock clock, DistributionStatisticConfig config, PauseDetector pauses, TimeUnit unit) {
		super(id, clock, config, pauses, unit, CumulativeHistogram.of(clock, config));
	}

}

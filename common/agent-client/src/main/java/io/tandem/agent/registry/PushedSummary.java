package io.tandem.agent.registry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/** A summary whose buckets count up for ever and whose maximum fades. Thread-safe. */
final class PushedSummary extends CumulativeDistributionSummary {

	PushedSummary(Id id, Clock clock, DistributionStatisticConfig config, double scale) {
		super(id, clock, config, scale, CumulativeHistogram.of(clock, config));
	}

}

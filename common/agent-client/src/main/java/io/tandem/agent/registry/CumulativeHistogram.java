package io.tandem.agent.registry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.Histogram;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.TimeWindowFixedBoundaryHistogram;
import java.time.Duration;

/** Makes histograms whose buckets only ever count up, as Prometheus wants them. */
final class CumulativeHistogram {

	private static final DistributionStatisticConfig NEVER_EXPIRES = DistributionStatisticConfig.builder()
		.expiry(Duration.ofDays(5 * 365))
		.bufferLength(1)
		.build();

	private CumulativeHistogram() {
	}

	static Histogram of(Clock clock, DistributionStatisticConfig config) {
		double[] objectives = config.getServiceLevelObjectiveBoundaries();
		boolean isWanted = Boolean.TRUE.equals(config.isPercentileHistogram())
				|| (objectives != null && objectives.length > 0);
		return isWanted ? new TimeWindowFixedBoundaryHistogram(clock, NEVER_EXPIRES.merge(config), true)
				: NoopHistogram.INSTANCE;
	}

}

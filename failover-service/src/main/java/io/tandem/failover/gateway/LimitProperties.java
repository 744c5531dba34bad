package io.tandem.failover.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one sender may push, so that one that runs wild does not fill the spool that
 * all share.
 *
 * @param samplesPerSecond of each agent of the fleet file that lives on this machine
 * @param otherSamplesPerSecond of all other senders together; Prometheus is one
 * @param burst for how long what was not used may be saved up
 * @param maxSeries how many series one push may have
 */
@ConfigurationProperties("tandem.gateway.limits")
record LimitProperties(@DefaultValue("100000") int samplesPerSecond, @DefaultValue("2000000") int otherSamplesPerSecond,
		@DefaultValue("10s") Duration burst, @DefaultValue("50000") int maxSeries) {

	/**
	 * @throws IllegalArgumentException if a limit is not positive
	 */
	LimitProperties {
		if (samplesPerSecond < 1 || otherSamplesPerSecond < 1 || maxSeries < 1 || !burst.isPositive()) {
			throw new IllegalArgumentException("tandem.gateway.limits must be positive: samples-per-second="
					+ samplesPerSecond + " other-samples-per-second=" + otherSamplesPerSecond + " burst=" + burst
					+ " max-series=" + maxSeries);
		}
	}

}

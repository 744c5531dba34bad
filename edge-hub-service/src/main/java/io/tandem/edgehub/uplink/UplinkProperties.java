package io.tandem.edgehub.uplink;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the link is looked at.
 *
 * @param interval how often; each look costs one request to the own NATS server for each
 * mirror, of which a peer has two
 */
@ConfigurationProperties("tandem.uplink")
record UplinkProperties(@DefaultValue("2s") Duration interval) {

	/**
	 * @throws IllegalArgumentException if the interval is not positive
	 */
	UplinkProperties {
		if (!interval.isPositive()) {
			throw new IllegalArgumentException("tandem.uplink.interval must be positive: interval=" + interval);
		}
	}

}

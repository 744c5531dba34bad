package io.tandem.centralhub.resync;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom records are asked from again, and when.
 *
 * @param gatewayUrls the failover-service of each machine, by the machine's name, for
 * example {@code http://10.0.0.2:9200}; of a machine without one nothing is asked
 * @param interval how often each is compared
 * @param grace how long what is missing may be under way, at least 1 s
 */
@ConfigurationProperties("tandem.resync")
record ResyncProperties(@DefaultValue Map<String, URI> gatewayUrls, @DefaultValue("5s") Duration interval,
		@DefaultValue("15s") Duration grace) {

	/**
	 * @throws IllegalArgumentException if an address is not one of HTTP, or a time is too
	 * short
	 */
	ResyncProperties {
		gatewayUrls = Map.copyOf(gatewayUrls);
		gatewayUrls.forEach((machine, url) -> HttpAddress.require("tandem.resync.", "gateway-urls." + machine, url));
		if (!interval.isPositive() || grace.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new IllegalArgumentException(
					"tandem.resync needs interval > 0 and grace >= 1s: interval=" + interval + " grace=" + grace);
		}
	}

}

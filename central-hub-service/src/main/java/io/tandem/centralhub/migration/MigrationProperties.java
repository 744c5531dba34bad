package io.tandem.centralhub.migration;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the facts of gates come from.
 *
 * @param gatewayUrls the failover-service of each machine, by the machine's name
 * @param queryUrl a Prometheus, without a path
 * @param healthUrl a health-sync-service, without a path
 * @param interval between two looks
 */
@ConfigurationProperties("tandem.migration")
record MigrationProperties(@DefaultValue Map<String, URI> gatewayUrls,
		@DefaultValue("http://127.0.0.1:9090") URI queryUrl, @DefaultValue("http://127.0.0.1:9300") URI healthUrl,
		@DefaultValue("1s") Duration interval) {

	MigrationProperties {
		gatewayUrls = Map.copyOf(gatewayUrls);
		gatewayUrls.forEach((machine, url) -> HttpAddress.require("tandem.migration.", "gateway-urls." + machine, url));
		HttpAddress.require("tandem.migration.", "query-url", queryUrl);
		HttpAddress.require("tandem.migration.", "health-url", healthUrl);
		if (!interval.isPositive()) {
			throw new IllegalArgumentException("tandem.migration needs interval > 0: interval=" + interval);
		}
	}

}

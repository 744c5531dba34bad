package io.tandem.centralhub.slo;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What availability is judged from, and by.
 *
 * @param observerUrls the health-sync-service of each machine, by its name
 * @param gatewayUrls the failover-service of each machine, by its name
 * @param queryUrl a Prometheus, without a path
 * @param objectivePercent the availability that is promised
 * @param window what is judged if nobody says how much
 * @param gateWindow what a campaign's gate judges
 * @param gateAfter how much must have been observed before a gate judges at all
 */
@ConfigurationProperties("tandem.slo")
record SloProperties(@DefaultValue Map<String, URI> observerUrls, @DefaultValue Map<String, URI> gatewayUrls,
		@DefaultValue("http://127.0.0.1:9090") URI queryUrl, @DefaultValue("99.9") double objectivePercent,
		@DefaultValue("168h") Duration window, @DefaultValue("24h") Duration gateWindow,
		@DefaultValue("1h") Duration gateAfter) {

	/**
	 * @throws IllegalArgumentException if an address is none, a duration is not positive
	 * or the objective is not between 0 and 100
	 */
	SloProperties {
		observerUrls = Map.copyOf(observerUrls);
		gatewayUrls = Map.copyOf(gatewayUrls);
		observerUrls.forEach((machine, url) -> HttpAddress.require("tandem.slo.", "observer-urls." + machine, url));
		gatewayUrls.forEach((machine, url) -> HttpAddress.require("tandem.slo.", "gateway-urls." + machine, url));
		HttpAddress.require("tandem.slo.", "query-url", queryUrl);
		if (!(objectivePercent > 0 && objectivePercent < 100) || !window.isPositive() || !gateWindow.isPositive()
				|| !gateAfter.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.slo needs an objective-percent between 0 and 100, and positive window, gate-window and"
							+ " gate-after: objective-percent=" + objectivePercent + " window=" + window
							+ " gate-window=" + gateWindow + " gate-after=" + gateAfter);
		}
	}

}

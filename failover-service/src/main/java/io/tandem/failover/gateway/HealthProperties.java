package io.tandem.failover.gateway;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where health reports that come to the gateway go.
 *
 * @param url the local health-sync-service, without a path
 * @param peerUrls the same of each other machine, by the machine's name; asked in this
 * order when the local one does not take a report
 * @param connectTimeout for a connection
 * @param timeout for an answer
 * @param maxBody the longest request
 * @param maxUnderWay how many requests may wait for an answer; one more is refused
 * @param retryAfter what a sender is asked to wait whose report nobody took
 */
@ConfigurationProperties("tandem.gateway.health")
record HealthProperties(@DefaultValue("http://127.0.0.1:9300") URI url, @DefaultValue Map<String, URI> peerUrls,
		@DefaultValue("300ms") Duration connectTimeout, @DefaultValue("3s") Duration timeout,
		@DefaultValue("1MB") DataSize maxBody, @DefaultValue("64") int maxUnderWay,
		@DefaultValue("5s") Duration retryAfter) {

	/**
	 * @throws IllegalArgumentException if a number is not positive or an address is not
	 * one of HTTP
	 */
	HealthProperties {
		if (!connectTimeout.isPositive() || !timeout.isPositive() || maxBody.toBytes() < 1 || maxUnderWay < 1) {
			throw new IllegalArgumentException(
					"tandem.gateway.health needs connect-timeout, timeout, max-body and max-under-way above 0: connect-timeout="
							+ connectTimeout + " timeout=" + timeout + " max-body=" + maxBody + " max-under-way="
							+ maxUnderWay);
		}
		peerUrls = peerUrls.entrySet()
			.stream()
			.filter((peer) -> !peer.getValue().toString().isBlank())
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
		HttpAddress.require("tandem.gateway.health.", "url", url);
		peerUrls
			.forEach((peer, peerUrl) -> HttpAddress.require("tandem.gateway.health.", "peer-urls." + peer, peerUrl));
	}

}

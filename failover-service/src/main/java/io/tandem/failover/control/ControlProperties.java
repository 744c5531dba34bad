package io.tandem.failover.control;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deciding is run.
 *
 * @param peerUrls where the failover-service of each peer is, by the machine's name, for
 * example {@code http://10.0.0.2:9200}. A peer without one is heard over NATS only
 * @param maxOverride the longest that a human may take over for
 * @param defaultOverride for how long if nothing is said
 * @param queue how many observations may wait to be decided on
 */
@ConfigurationProperties("tandem.failover")
public record ControlProperties(@DefaultValue Map<String, URI> peerUrls, @DefaultValue("24h") Duration maxOverride,
		@DefaultValue("1h") Duration defaultOverride, @DefaultValue("1024") int queue) {

	/**
	 * @throws IllegalArgumentException if an address is not one of HTTP, the queue is too
	 * short to be one, or the default override is longer than the longest
	 */
	public ControlProperties {
		peerUrls = Map.copyOf(peerUrls);
		peerUrls.forEach((peer, url) -> {
			if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
				throw new IllegalArgumentException(
						"tandem.failover.peer-urls must be http addresses: peer=" + peer + " url=" + url);
			}
		});
		if (queue < 64 || !defaultOverride.isPositive() || defaultOverride.compareTo(maxOverride) > 0) {
			throw new IllegalArgumentException(
					"tandem.failover needs queue >= 64 and 0 < default-override <= max-override: queue=" + queue
							+ " default-override=" + defaultOverride + " max-override=" + maxOverride);
		}
	}

}

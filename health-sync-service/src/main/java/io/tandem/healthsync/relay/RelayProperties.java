package io.tandem.healthsync.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How reports get past a broker that is down.
 *
 * @param peerUrls where the health-sync-service of each other machine is, by the
 * machine's name, for example {@code http://10.0.0.2:9300}; one without an address is not
 * asked
 * @param maxUnderWay how many reports may be on their way to other machines at once; one
 * more is refused
 * @param connectTimeout how long a connection to another machine may take
 * @param answerTimeout how long one machine may take in all, until the next is asked
 * @param storeWithin how long this machine's stream may take to acknowledge another one's
 * report; less than the answer's time-out, so that the asker learns of it
 * @param maxBytes disk for the reports that one machine keeps for others; full, it
 * refuses. Every machine must be given the same
 * @param maxShown of how many agents a relayed report is shown at most
 */
@ConfigurationProperties("tandem.health.relay")
public record RelayProperties(@DefaultValue Map<String, URI> peerUrls, @DefaultValue("32") int maxUnderWay,
		@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("2s") Duration answerTimeout,
		@DefaultValue("1500ms") Duration storeWithin, @DefaultValue("128MB") DataSize maxBytes,
		@DefaultValue("10000") int maxShown) {

	/**
	 * @throws IllegalArgumentException if an address is not one of HTTP, a number or
	 * duration is not positive, or storing may take as long as the answer
	 */
	public RelayProperties {
		peerUrls = Map.copyOf(peerUrls);
		peerUrls.forEach((peer, url) -> {
			if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) || url.getHost() == null) {
				throw new IllegalArgumentException(
						"tandem.health.relay.peer-urls must be http addresses: peer=" + peer + " url=" + url);
			}
		});
		if (maxUnderWay < 1 || maxShown < 1 || !connectTimeout.isPositive() || !storeWithin.isPositive()
				|| storeWithin.compareTo(answerTimeout) >= 0) {
			throw new IllegalArgumentException("tandem.health.relay needs max-under-way and max-shown of at least 1,"
					+ " connect-timeout > 0 and 0 < store-within < answer-timeout: max-under-way=" + maxUnderWay
					+ " max-shown=" + maxShown + " connect-timeout=" + connectTimeout + " store-within=" + storeWithin
					+ " answer-timeout=" + answerTimeout);
		}
	}

}

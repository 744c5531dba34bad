package io.tandem.failover.delivery;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where records go and how patiently.
 *
 * @param hubUrl the local hub's remote write endpoint, path included
 * @param peerHubUrls the same of each other machine's hub, by the machine's name; in the
 * environment {@code TANDEM_DELIVERY_PEERHUBURLS_PC2}; a name with a dash cannot be
 * written there, but in a file or on the command line
 * @param pushgatewayUrl the local Pushgateway, without a path; null or empty for none
 * @param connectTimeout for a connection; a hub that is there answers or is gone
 * @param requestTimeout from sending a batch to its answer; a hub that is only slower
 * gets each batch more than once
 * @param maxBatchSize payloads of one batch; a larger record goes alone
 * @param maxBatchRecords records of one live batch
 * @param maxBacklogBatchRecords records of one backlog batch; more of them cost the
 * receiver less each, and make live records wait longer behind one
 * @param maxLiveAge a record older than this is left to the backlog
 * @param minBackOff wait after the first failed try; doubled with each further one
 * @param maxBackOff longest such wait, and with it how late a hub that is back is noticed
 * @param maxRetryAfter the most that is believed of a Retry-After
 * @param persistEvery how often progress is written down; after a crash records of about
 * this time are delivered again
 * @param maxRefusedSize copies of refused records kept for the operator
 */
@ConfigurationProperties("tandem.delivery")
record DeliveryProperties(@DefaultValue("http://127.0.0.1:9000/api/v1/write") URI hubUrl,
		@DefaultValue Map<String, URI> peerHubUrls, @Nullable URI pushgatewayUrl,
		@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("2s") Duration requestTimeout,
		@DefaultValue("1MB") DataSize maxBatchSize, @DefaultValue("200") int maxBatchRecords,
		@DefaultValue("500") int maxBacklogBatchRecords, @DefaultValue("1s") Duration maxLiveAge,
		@DefaultValue("50ms") Duration minBackOff, @DefaultValue("2s") Duration maxBackOff,
		@DefaultValue("1m") Duration maxRetryAfter, @DefaultValue("500ms") Duration persistEvery,
		@DefaultValue("64MB") DataSize maxRefusedSize) {

	/**
	 * @throws IllegalArgumentException if a number is not positive, the back-off's bounds
	 * are the wrong way round, or an address is not one of HTTP
	 */
	DeliveryProperties {
		if (maxBatchRecords < 1 || maxBacklogBatchRecords < 1 || maxBatchSize.toBytes() < 1 || !minBackOff.isPositive()
				|| maxBackOff.compareTo(minBackOff) < 0 || !maxLiveAge.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.delivery needs max-batch-records, max-backlog-batch-records and max-batch-size of at"
							+ " least 1, max-live-age > 0 and 0 < min-back-off <= max-back-off: max-batch-records="
							+ maxBatchRecords + " max-backlog-batch-records=" + maxBacklogBatchRecords
							+ " max-batch-size=" + maxBatchSize + " max-live-age=" + maxLiveAge + " min-back-off="
							+ minBackOff + " max-back-off=" + maxBackOff);
		}
		peerHubUrls = peerHubUrls.entrySet()
			.stream()
			.filter((peer) -> !peer.getValue().toString().isBlank())
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
		pushgatewayUrl = (pushgatewayUrl == null || pushgatewayUrl.toString().isBlank()) ? null : pushgatewayUrl;
		HttpAddress.require("tandem.delivery.", "hub-url", hubUrl);
		peerHubUrls.forEach((peer, url) -> HttpAddress.require("tandem.delivery.", "peer-hub-urls." + peer, url));
		if (pushgatewayUrl != null) {
			HttpAddress.require("tandem.delivery.", "pushgateway-url", pushgatewayUrl);
		}
	}

}

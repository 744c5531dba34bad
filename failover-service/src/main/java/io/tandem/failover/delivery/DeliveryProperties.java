package io.tandem.failover.delivery;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where records go and how patiently.
 *
 * @param hubUrl the local hub's remote write endpoint, path included
 * @param connectTimeout for a connection; a hub on the same machine answers or is gone
 * @param requestTimeout from sending a batch to its answer; a hung hub is noticed after
 * this, and a hub that is only slower gets each batch more than once
 * @param maxBatchSize payloads of one batch; a larger record goes alone
 * @param maxBatchRecords records of one batch
 * @param minBackOff wait after the first failed try; doubled with each further one
 * @param maxBackOff longest such wait, and with it how late a hub that is back is noticed
 * @param maxRetryAfter the most that is believed of a Retry-After
 * @param persistEvery how often the position is written down; after a crash records of
 * about this time are delivered again
 * @param maxRefusedSize copies of refused records kept for the operator
 */
@ConfigurationProperties("tandem.delivery")
record DeliveryProperties(@DefaultValue("http://127.0.0.1:9000/api/v1/write") URI hubUrl,
		@DefaultValue("500ms") Duration connectTimeout, @DefaultValue("2s") Duration requestTimeout,
		@DefaultValue("1MB") DataSize maxBatchSize, @DefaultValue("200") int maxBatchRecords,
		@DefaultValue("50ms") Duration minBackOff, @DefaultValue("2s") Duration maxBackOff,
		@DefaultValue("1m") Duration maxRetryAfter, @DefaultValue("500ms") Duration persistEvery,
		@DefaultValue("64MB") DataSize maxRefusedSize) {

	/**
	 * @throws IllegalArgumentException if a number is not positive, the back-off's bounds
	 * are the wrong way round, or the address is not one of HTTP
	 */
	DeliveryProperties {
		if (maxBatchRecords < 1 || maxBatchSize.toBytes() < 1 || !minBackOff.isPositive()
				|| maxBackOff.compareTo(minBackOff) < 0) {
			throw new IllegalArgumentException(
					"tandem.delivery needs max-batch-records and max-batch-size of at least 1"
							+ " and 0 < min-back-off <= max-back-off: max-batch-records=" + maxBatchRecords
							+ " max-batch-size=" + maxBatchSize + " min-back-off=" + minBackOff + " max-back-off="
							+ maxBackOff);
		}
		if (!"http".equals(hubUrl.getScheme()) && !"https".equals(hubUrl.getScheme())) {
			throw new IllegalArgumentException("tandem.delivery.hub-url must be an http address: hub-url=" + hubUrl);
		}
	}

}

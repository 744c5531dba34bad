package io.tandem.centralhub.sink;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where samples are stored, and how.
 *
 * @param enabled whether anything is read and written at all
 * @param url a remote write 1.0 receiver
 * @param bearerTokenFile holds the token, and nothing else; read again when it changes;
 * null for none
 * @param connectTimeout how long a connection may take
 * @param requestTimeout how long an answer may take. Must stay below the streams' ack
 * wait
 * @param batchBytes messages are joined up to this many bytes, compressed
 * @param batchMessages messages are joined up to this number
 * @param linger how long a small batch waits for more. Each batch costs a request and a
 * sync of the ledger; each wait is added to the delivery time
 * @param firstBackoff pause after the first failure; doubled with each
 * @param maxBackoff longest pause of its own
 * @param maxRetryAfter longest pause the receiver may ask for
 * @param inProgressInterval how often held messages are kept from being delivered again;
 * well below the streams' ack wait
 * @param patience how long the store may be away before the health component is down
 * @param deadLetterMaxAge how long dead letters are kept
 * @param deadLetterMaxBytes how many bytes of dead letters are kept; when they are full,
 * the sink holds on to what would become one
 */
@ConfigurationProperties("tandem.sink")
record SinkProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("http://127.0.0.1:9090/api/v1/write") URI url, @Nullable Path bearerTokenFile,
		@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration requestTimeout,
		@DefaultValue("1MB") DataSize batchBytes, @DefaultValue("500") int batchMessages,
		@DefaultValue("20ms") Duration linger, @DefaultValue("100ms") Duration firstBackoff,
		@DefaultValue("10s") Duration maxBackoff, @DefaultValue("1m") Duration maxRetryAfter,
		@DefaultValue("5s") Duration inProgressInterval, @DefaultValue("1m") Duration patience,
		@DefaultValue("7d") Duration deadLetterMaxAge, @DefaultValue("256MB") DataSize deadLetterMaxBytes) {

	/**
	 * @throws IllegalArgumentException if the address is not a plain http(s) one, or a
	 * limit is out of bounds
	 */
	SinkProperties {
		if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null
				|| url.getUserInfo() != null) {
			throw new IllegalArgumentException("tandem.sink.url must be http(s)://HOST[:PORT]/PATH without a user;"
					+ " a token belongs into tandem.sink.bearer-token-file: host=" + url.getHost());
		}
		if (batchMessages < 1 || batchBytes.toBytes() < 1 || deadLetterMaxBytes.toBytes() < 1) {
			throw new IllegalArgumentException(
					"tandem.sink.batch-messages, batch-bytes and dead-letter-max-bytes must be positive: batch-messages="
							+ batchMessages + " batch-bytes=" + batchBytes + " dead-letter-max-bytes="
							+ deadLetterMaxBytes);
		}
		requirePositive("connect-timeout", connectTimeout);
		requirePositive("request-timeout", requestTimeout);
		requirePositive("first-backoff", firstBackoff);
		requirePositive("in-progress-interval", inProgressInterval);
		requirePositive("dead-letter-max-age", deadLetterMaxAge);
		if (maxBackoff.compareTo(firstBackoff) < 0) {
			throw new IllegalArgumentException("tandem.sink.max-backoff must not be below first-backoff: max-backoff="
					+ maxBackoff + " first-backoff=" + firstBackoff);
		}
	}

	private static void requirePositive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException("tandem.sink." + name + " must be positive: " + name + "=" + value);
		}
	}

}

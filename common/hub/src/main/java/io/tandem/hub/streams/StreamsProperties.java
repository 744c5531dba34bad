package io.tandem.hub.streams;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the metrics streams keep. What is needed is (bytes a second) x (how long a
 * reader may be away); the sum over all streams must fit the NATS server's
 * {@code max_file}.
 *
 * @param maxAge messages older than this go, read or not
 * @param maxBytes limit of the own stream; at it, pushes are refused
 * @param mirrorMaxBytes limit of each mirror; at it, the mirror drops its oldest. Never
 * smaller than the origin's limit on the other machine, or a copy would lose what its
 * origin still has
 */
@ConfigurationProperties("tandem.hub.streams")
public record StreamsProperties(@DefaultValue("24h") Duration maxAge, @DefaultValue("1GB") DataSize maxBytes,
		@DefaultValue("1GB") DataSize mirrorMaxBytes) {

	/**
	 * @throws IllegalArgumentException if a limit is not positive or a mirror would be
	 * smaller than an origin
	 */
	public StreamsProperties {
		if (!maxAge.isPositive() || maxBytes.toBytes() <= 0) {
			throw new IllegalArgumentException("tandem.hub.streams.max-age and max-bytes must be positive: max-age="
					+ maxAge + " max-bytes=" + maxBytes);
		}
		if (mirrorMaxBytes.compareTo(maxBytes) < 0) {
			throw new IllegalArgumentException(
					"tandem.hub.streams.mirror-max-bytes must not be smaller than max-bytes: mirror-max-bytes="
							+ mirrorMaxBytes + " max-bytes=" + maxBytes);
		}
	}

}

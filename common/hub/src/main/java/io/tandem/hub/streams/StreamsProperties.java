package io.tandem.hub.streams;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the streams of metrics and of backlog keep. What is needed is (bytes a second)
 * x (how long a reader may be away); for backlog (bytes a second) x (how long the outages
 * of a day may last together). The sum over all streams must fit the NATS server's
 * {@code max_file}.
 *
 * @param maxAge messages older than this go, read or not
 * @param maxBytes limit of the own metrics stream; at it, pushes are refused
 * @param mirrorMaxBytes limit of each mirror of one; at it, the mirror drops its oldest.
 * Never smaller than the origin's limit on the other machine, or a copy would lose what
 * its origin still has
 * @param backlogMaxBytes limit of the own backlog stream; at it, backlog is refused and
 * waits where it is, new records go on
 * @param backlogMirrorMaxBytes limit of each mirror of one, as {@code mirrorMaxBytes}
 */
@ConfigurationProperties("tandem.hub.streams")
public record StreamsProperties(@DefaultValue("24h") Duration maxAge, @DefaultValue("4GB") DataSize maxBytes,
		@DefaultValue("4GB") DataSize mirrorMaxBytes, @DefaultValue("1GB") DataSize backlogMaxBytes,
		@DefaultValue("1GB") DataSize backlogMirrorMaxBytes) {

	/**
	 * @throws IllegalArgumentException if a limit is not positive or a mirror would be
	 * smaller than an origin
	 */
	public StreamsProperties {
		if (!maxAge.isPositive() || maxBytes.toBytes() <= 0 || backlogMaxBytes.toBytes() <= 0) {
			throw new IllegalArgumentException(
					"tandem.hub.streams.max-age, max-bytes and backlog-max-bytes must be positive: max-age=" + maxAge
							+ " max-bytes=" + maxBytes + " backlog-max-bytes=" + backlogMaxBytes);
		}
		requireNotSmaller("mirror-max-bytes", mirrorMaxBytes, "max-bytes", maxBytes);
		requireNotSmaller("backlog-mirror-max-bytes", backlogMirrorMaxBytes, "backlog-max-bytes", backlogMaxBytes);
	}

	private static void requireNotSmaller(String mirrorName, DataSize mirror, String originName, DataSize origin) {
		if (mirror.compareTo(origin) < 0) {
			throw new IllegalArgumentException("tandem.hub.streams." + mirrorName + " must not be smaller than "
					+ originName + ": " + mirrorName + "=" + mirror + " " + originName + "=" + origin);
		}
	}

}

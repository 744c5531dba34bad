package io.tandem.jetstream;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service uses JetStream. Where the server is stands in
 * {@code nats.spring.server}.
 *
 * @param enabled whether there are any beans at all
 * @param domain the domain every acknowledgement must come from; the machine's name if
 * that is set, else unchecked
 * @param publishAttempt how long the first attempt waits for its acknowledgement before
 * the message is sent again under the same id; each further one waits twice as long
 * @param ackWait how long a durable's delivery may stay unacknowledged before it comes
 * again
 * @param maxAckPending how many deliveries a durable may have open
 * @param pullExpiry how long a pull waits at the server, 2 s at most: after a restart of
 * the server a reader is deaf for so long
 * @param loginFile the user and the password, a line each, read again for each new
 * connection; without one, what the settings of nats-spring say
 * @param provisioningInterval how often the streams are looked at while all is well
 */
@ConfigurationProperties("tandem.jetstream")
record JetStreamProperties(@DefaultValue("true") boolean enabled, @Nullable String domain,
		@DefaultValue("1s") Duration publishAttempt, @DefaultValue("30s") Duration ackWait,
		@DefaultValue("1000") int maxAckPending, @DefaultValue("1s") Duration pullExpiry, @Nullable Path loginFile,
		@DefaultValue("30s") Duration provisioningInterval) {

	private static final Duration LONGEST_PULL = Duration.ofSeconds(2);

	/**
	 * @throws IllegalArgumentException if a duration is not positive, or
	 * {@code pullExpiry} is above 2 s
	 */
	JetStreamProperties {
		requirePositive("publish-attempt", publishAttempt);
		requirePositive("ack-wait", ackWait);
		requirePositive("pull-expiry", pullExpiry);
		requirePositive("provisioning-interval", provisioningInterval);
		if (pullExpiry.compareTo(LONGEST_PULL) > 0) {
			throw new IllegalArgumentException(
					"tandem.jetstream.pull-expiry must not be above 2s: pull-expiry=" + pullExpiry);
		}
		if (maxAckPending < 1) {
			throw new IllegalArgumentException(
					"tandem.jetstream.max-ack-pending must be at least 1: max-ack-pending=" + maxAckPending);
		}
	}

	private static void requirePositive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException("tandem.jetstream." + name + " must be positive: " + name + "=" + value);
		}
	}

}

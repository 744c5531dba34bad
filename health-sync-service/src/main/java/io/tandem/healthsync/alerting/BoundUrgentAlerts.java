package io.tandem.healthsync.alerting;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.jetstream.NatsConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends through Spring Cloud Stream. Bound at the first send, so a broker that is away
 * holds nothing up. Thread-safe.
 */
final class BoundUrgentAlerts implements UrgentAlerts {

	private static final String BINDING = "urgentAlerts";

	private final StreamBridge bridge;

	private final NatsConnection connection;

	BoundUrgentAlerts(StreamBridge bridge, NatsConnection connection) {
		this.bridge = bridge;
		this.connection = connection;
	}

	@Override
	public @Nullable String send(String id, byte[] json) {
		if (!this.connection.isConnected()) {
			return "not connected";
		}
		try {
			boolean sent = this.bridge.send(BINDING,
					MessageBuilder.withPayload(json)
						.setHeader(JetStreamHeaders.MESSAGE_ID, id)
						.setHeader(ID_HEADER, id)
						.build());
			return sent ? null : "not sent";
		}
		catch (MessagingException ex) {
			Throwable cause = (ex.getCause() instanceof MessagingException inner) ? inner : ex;
			// how long it waited differs each time, and is no other reason
			return String.valueOf(cause.getMessage()).replaceAll("PT[0-9.HMS]+", "the time-out");
		}
	}

}

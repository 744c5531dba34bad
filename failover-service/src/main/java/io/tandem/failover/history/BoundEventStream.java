package io.tandem.failover.history;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.jetstream.NatsConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/** Sends through Spring Cloud Stream, by one binding for all subjects. Thread-safe. */
final class BoundEventStream implements EventStream {

	private static final String BINDING = "failoverEvents";

	private final StreamBridge bridge;

	private final NatsConnection connection;

	BoundEventStream(StreamBridge bridge, NatsConnection connection) {
		this.bridge = bridge;
		this.connection = connection;
	}

	@Override
	public @Nullable String send(String subject, String id, byte[] json) {
		if (!this.connection.isConnected()) {
			return "not connected";
		}
		try {
			boolean sent = this.bridge.send(BINDING,
					MessageBuilder.withPayload(json)
						.setHeader(JetStreamHeaders.TARGET_SUBJECT, subject)
						.setHeader(JetStreamHeaders.MESSAGE_ID, id)
						.setHeader(ID_HEADER, id)
						.build());
			return sent ? null : "not sent";
		}
		catch (MessagingException ex) {
			Throwable cause = (ex.getCause() instanceof MessagingException inner) ? inner : ex;
			String reason = String.valueOf(cause.getMessage());
			// how long it waited differs each time, and is no other reason
			return reason.replaceAll("PT[0-9.HMS]+", "the time-out");
		}
	}

}

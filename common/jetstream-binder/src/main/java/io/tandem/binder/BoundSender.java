package io.tandem.binder;

import io.tandem.jetstream.NatsConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends by one binding of Spring Cloud Stream and says why not, if not. Bound at the
 * first send, so a broker that is away holds nothing up. Thread-safe.
 */
public final class BoundSender {

	private final StreamBridge bridge;

	private final NatsConnection connection;

	private final String binding;

	public BoundSender(StreamBridge bridge, NatsConnection connection, String binding) {
		this.bridge = bridge;
		this.connection = connection;
		this.binding = binding;
	}

	/**
	 * Sends and waits for the acknowledgement.
	 * @return why the stream is not known to have it, the same for the same obstacle each
	 * time; null if it has
	 */
	public @Nullable String send(byte[] body, Map<String, String> headers) {
		if (!this.connection.isConnected()) {
			return "not connected";
		}
		try {
			boolean sent = this.bridge.send(this.binding,
					MessageBuilder.withPayload(body).copyHeaders(headers).build());
			return sent ? null : "not sent";
		}
		catch (MessagingException ex) {
			Throwable cause = (ex.getCause() instanceof MessagingException inner) ? inner : ex;
			// how long it waited differs each time, and is no other reason
			return String.valueOf(cause.getMessage()).replaceAll("PT[0-9.HMS]+", "the time-out");
		}
	}

}

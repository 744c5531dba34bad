package io.tandem.binder;

import io.tandem.binder.properties.JetStreamProducerProperties;
import io.tandem.binder.provisioning.JetStreamDestination;
import io.tandem.binder.provisioning.Streams;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.ErrorMessage;

/**
 * An output: returns once the stream has the message, throws if it has not. Thread-safe.
 */
final class JetStreamOutbound extends AbstractMessageHandler {

	private static final Logger log = LoggerFactory.getLogger(JetStreamOutbound.class);

	/** Words without dots and wildcards, joined by dots. */
	private static final Pattern SUBJECT = Pattern.compile("[^\\s.*>]+(\\.[^\\s.*>]+)*");

	private static final String PROCESS_ID = UUID.randomUUID().toString();

	private static final AtomicLong MESSAGES = new AtomicLong();

	private final String binding;

	private final JetStreamDestination destination;

	private final JetStreamProducerProperties properties;

	private final NatsConnection connection;

	private final StreamPublisher publisher;

	private final BinderMeters meters;

	private final HeaderMapping headers;

	private final @Nullable MessageChannel errors;

	private volatile boolean provisioned;

	/**
	 * @param errors gets each failed message as an error message; null if nobody asked
	 */
	JetStreamOutbound(String binding, JetStreamDestination destination, JetStreamProducerProperties properties,
			NatsConnection connection, StreamPublisher publisher, BinderMeters meters,
			@Nullable MessageChannel errors) {
		this.binding = binding;
		this.destination = destination;
		this.properties = properties;
		this.connection = connection;
		this.publisher = publisher;
		this.meters = meters;
		this.headers = new HeaderMapping(() -> meters.headerDropped(binding));
		this.errors = errors;
	}

	@Override
	protected void handleMessageInternal(Message<?> message) {
		long from = System.nanoTime();
		String outcome = "failed";
		try {
			outcome = switch (publish(message)) {
				case PublishOutcome.Stored stored -> stored.duplicate() ? "duplicate" : "stored";
				case PublishOutcome.Full full -> throw undelivered(message, "stream is full: " + full.reason());
				case PublishOutcome.Unavailable none ->
					throw undelivered(message, "no answer within " + none.waited() + ": " + none.reason());
				case PublishOutcome.Rejected never -> throw undelivered(message, "rejected: " + never.reason());
			};
		}
		catch (RuntimeException ex) {
			if (this.errors != null) {
				this.errors.send(new ErrorMessage(ex, message));
			}
			throw ex;
		}
		finally {
			this.meters.published(this.binding, outcome, Duration.ofNanos(System.nanoTime() - from));
		}
	}

	private PublishOutcome publish(Message<?> message) {
		provision();
		return this.publisher.publish(subject(message), this.headers.outbound(message.getHeaders()), body(message),
				messageId(message), this.properties.getSendTimeout());
	}

	private void provision() {
		if (this.properties.isProvision() && !this.provisioned) {
			try {
				Streams.provision(this.connection.require(), this.destination, this.properties.getStream());
				this.provisioned = true;
			}
			catch (NatsUnavailableException ex) {
				// the publisher waits for the server; a stream that is missing then is
				// its answer
			}
			catch (Exception ex) {
				log.atWarn().addKeyValue("binding", this.binding).setCause(ex).log("stream cannot be created");
			}
		}
	}

	private String subject(Message<?> message) {
		Object target = message.getHeaders().get(JetStreamHeaders.TARGET_SUBJECT);
		String subject = (target != null) ? target.toString() : this.destination.name();
		if (!SUBJECT.matcher(subject).matches()) {
			throw undelivered(message, "not a subject one can publish to: " + subject);
		}
		return subject;
	}

	private static String messageId(Message<?> message) {
		Object given = message.getHeaders().get(JetStreamHeaders.MESSAGE_ID);
		return (given != null) ? given.toString() : PROCESS_ID + "/" + MESSAGES.incrementAndGet();
	}

	private byte[] body(Message<?> message) {
		return switch (message.getPayload()) {
			case byte[] bytes -> bytes;
			case String text -> text.getBytes(StandardCharsets.UTF_8);
			default -> throw new MessageConversionException(message,
					"With native encoding the payload must be byte[] or String; set use-native-encoding=false to have"
							+ " it converted: binding=" + this.binding + " payload="
							+ message.getPayload().getClass().getName());
		};
	}

	private MessageDeliveryException undelivered(Message<?> message, String reason) {
		return new MessageDeliveryException(message, "Not stored: " + reason + " (binding=" + this.binding
				+ " destination=" + this.destination.name() + ")");
	}

}

package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.jetstream.NatsConnection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores messages that were given up under another subject, unchanged, with the reason.
 * Storing one twice has no effect within the stream's duplicate window. Thread-safe.
 */
final class DeadLetters {

	private static final int REMEMBERED_REASONS = 256;

	private static final int REASON_LENGTH = 512;

	private final NatsConnection connection;

	private final JetStreamConsumerProperties properties;

	private final String durable;

	/** Why messages failed that could not be stored yet, by stream sequence. */
	private final Map<Long, String> reasons = new ConcurrentHashMap<>();

	DeadLetters(NatsConnection connection, JetStreamConsumerProperties properties, String durable) {
		this.connection = connection;
		this.properties = properties;
		this.durable = durable;
	}

	/** Returns the subject for messages of this stream. */
	String subject(String stream) {
		String configured = this.properties.getDeadLetterSubject();
		return (configured != null) ? configured : "dead-letters." + stream + "." + this.durable;
	}

	/** Keeps why a message failed for the time it is stored, if it cannot be now. */
	void remember(Message message, Throwable cause) {
		if (this.reasons.size() < REMEMBERED_REASONS) {
			this.reasons.put(message.metaData().streamSequence(), oneLine(root(cause).toString()));
		}
	}

	/**
	 * Returns once it is stored.
	 * @throws IOException if there was no answer; it may have been stored
	 */
	void store(Message message) throws IOException, JetStreamApiException {
		Connection up = this.connection.require();
		NatsJetStreamMetaData meta = message.metaData();
		long sequence = meta.streamSequence();
		Headers headers = new Headers();
		if (message.getHeaders() != null) {
			message.getHeaders().forEach((name, values) -> {
				if (!name.regionMatches(true, 0, "Nats-", 0, 5)) {
					headers.put(name, values);
				}
			});
		}
		long tries = meta.deliveredCount();
		String reason = this.reasons.getOrDefault(sequence, "delivered " + tries + " times without acknowledgement");
		headers.put(JetStreamHeaders.DEAD_LETTER_REASON, reason);
		headers.put(JetStreamHeaders.DEAD_LETTER_STREAM, meta.getStream());
		headers.put(JetStreamHeaders.DEAD_LETTER_SEQUENCE, Long.toString(sequence));
		headers.put(JetStreamHeaders.DEAD_LETTER_SUBJECT, message.getSubject());
		headers.put(JetStreamHeaders.DEAD_LETTER_TRIES, Long.toString(tries));
		String id = "dead-letter/" + meta.getStream() + "/" + this.durable + "/" + sequence + "/"
				+ meta.timestamp().toInstant().toEpochMilli();
		up.jetStream()
			.publish(subject(meta.getStream()), headers, message.getData(),
					PublishOptions.builder().messageId(id).build());
		this.reasons.remove(sequence);
	}

	private static Throwable root(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

	private static String oneLine(String text) {
		String line = text.replaceAll("[^\\x20-\\x7e]", "?");
		return line.substring(0, Math.min(line.length(), REASON_LENGTH));
	}

}

package io.tandem.healthsync.relay;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker in memory whose every answer can be chosen. Confined to one thread. */
final class FakeBroker implements NatsConnection, StreamPublisher, StreamReader {

	/** What was stored: subject, message id, who kept it, body. */
	final List<String> stored = new ArrayList<>();

	/** The sequences that were acknowledged. */
	final List<Long> acknowledged = new ArrayList<>();

	final Map<String, List<StreamMessage>> toFetch = new HashMap<>();

	final Map<String, Consumer<StreamMessage>> followers = new HashMap<>();

	@Nullable PublishOutcome answer;

	boolean isConnected = true;

	int inProgress;

	void keep(String stream, long sequence, String subject, @Nullable String messageId, String json) {
		this.toFetch.computeIfAbsent(stream, (_) -> new ArrayList<>())
			.add(message(stream, sequence, subject, messageId, json));
	}

	static StreamMessage message(String stream, long sequence, String subject, @Nullable String messageId,
			String json) {
		Headers headers = new Headers();
		if (messageId != null) {
			headers.put("Nats-Msg-Id", messageId);
		}
		return new StreamMessage(stream, sequence, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(sequence), subject,
				headers, json.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String messageId,
			Duration within) {
		PublishOutcome chosen = this.answer;
		if (chosen != null) {
			return chosen;
		}
		this.stored.add(String.join(" ", subject, messageId, headers.getOrDefault("Tandem-Relayed-By", "-"),
				new String(body, StandardCharsets.UTF_8)));
		return new PublishOutcome.Stored("STREAM", this.stored.size(), false);
	}

	@Override
	public Connection require() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isConnected() {
		return this.isConnected;
	}

	@Override
	public void onConnected(Runnable action) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Following follow(String stream, Instant from, Consumer<StreamMessage> handler) {
		this.followers.put(stream, handler);
		return new Following() {

			@Override
			public boolean isCaughtUp() {
				return true;
			}

			@Override
			public void close() {
				FakeBroker.this.followers.remove(stream);
			}

		};
	}

	@Override
	public Durable durable(String stream, String durable) {
		return new Durable() {

			@Override
			public List<Delivery> fetch(int maxMessages, int maxBytes, Duration wait) {
				List<StreamMessage> messages = FakeBroker.this.toFetch.remove(stream);
				return (messages != null) ? messages.stream().map(FakeBroker.this::delivery).toList() : List.of();
			}

			@Override
			public void close() {
				FakeBroker.this.toFetch.remove(stream);
			}

		};
	}

	private Delivery delivery(StreamMessage message) {
		return new Delivery() {

			@Override
			public StreamMessage message() {
				return message;
			}

			@Override
			public long attempt() {
				return 1;
			}

			@Override
			public void ack() {
				FakeBroker.this.acknowledged.add(message.sequence());
			}

			@Override
			public void inProgress() {
				FakeBroker.this.inProgress++;
			}

			@Override
			public void nak(Duration delay) {
				throw new UnsupportedOperationException();
			}

		};
	}

}

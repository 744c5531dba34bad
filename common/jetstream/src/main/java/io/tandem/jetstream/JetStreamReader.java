package io.tandem.jetstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Opens readers, and closes those that are still open at the end. Thread-safe. */
final class JetStreamReader implements StreamReader, AutoCloseable {

	private final NatsConnection connection;

	private final JetStreamProperties properties;

	private final MeterRegistry registry;

	private final Set<FollowingReader> followings = ConcurrentHashMap.newKeySet();

	JetStreamReader(NatsConnection connection, JetStreamProperties properties, MeterRegistry registry) {
		this.connection = connection;
		this.properties = properties;
		this.registry = registry;
	}

	@Override
	public Following follow(String stream, Instant from, Consumer<StreamMessage> handler) {
		FollowingReader reader = new FollowingReader(this.connection, stream, from, handler,
				this.properties.pullExpiry(), new ReaderMeters(this.registry, stream), this.followings::remove);
		this.followings.add(reader);
		reader.start();
		return reader;
	}

	@Override
	public Durable durable(String stream, String durable) {
		return new DurableReader(this.connection, this.properties, stream, durable,
				new ReaderMeters(this.registry, stream));
	}

	@Override
	public void close() {
		this.followings.forEach(FollowingReader::close);
	}

	static StreamMessage toStreamMessage(Message message, NatsJetStreamMetaData position) {
		return new StreamMessage(position.getStream(), position.streamSequence(), position.timestamp().toInstant(),
				message.getSubject(), message.hasHeaders() ? message.getHeaders() : null, message.getData());
	}

}

package io.tandem.centralhub.sink;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.ConsumerInfo;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the machine's own server. Thread-safe. */
final class NatsStreamLookout implements StreamLookout {

	private static final JetStreamOptions OPTIONS = JetStreamOptions.builder()
		.requestTimeout(Duration.ofSeconds(2))
		.build();

	private final NatsConnection connection;

	NatsStreamLookout(NatsConnection connection) {
		this.connection = connection;
	}

	@Override
	public Optional<Instant> created(String stream) {
		try {
			return Optional.of(api().getStreamInfo(stream).getCreateTime().toInstant());
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			// the reader tells of it, and this is asked again
			return Optional.empty();
		}
	}

	@Override
	public OptionalLong lag(String stream, String durable) {
		try {
			ConsumerInfo info = api().getConsumerInfo(stream, durable);
			return OptionalLong.of(info.getNumPending() + info.getNumAckPending());
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			return OptionalLong.empty();
		}
	}

	@Override
	public OptionalLong end(String stream) {
		try {
			return OptionalLong.of(api().getStreamInfo(stream).getStreamState().getLastSequence());
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			return OptionalLong.empty();
		}
	}

	@Override
	public boolean isAcknowledged(String stream, String durable, long sequence) {
		try {
			ConsumerInfo info = api().getConsumerInfo(stream, durable);
			return info.getNumPending() + info.getNumAckPending() == 0
					|| info.getAckFloor().getStreamSequence() >= sequence;
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			return false;
		}
	}

	private JetStreamManagement api() throws IOException {
		return this.connection.require().jetStreamManagement(OPTIONS);
	}

}

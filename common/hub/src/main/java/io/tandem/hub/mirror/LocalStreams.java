package io.tandem.hub.mirror;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.StreamState;
import io.tandem.jetstream.NatsConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The streams on this machine's broker. Thread-safe. */
final class LocalStreams {

	private static final JetStreamOptions OPTIONS = JetStreamOptions.builder()
		.requestTimeout(Duration.ofSeconds(2))
		.build();

	private final NatsConnection connection;

	LocalStreams(NatsConnection connection) {
		this.connection = connection;
	}

	/**
	 * @throws io.tandem.jetstream.NatsUnavailableException if there is no connection
	 */
	JetStreamManagement management() throws IOException {
		return this.connection.require().jetStreamManagement(OPTIONS);
	}

	/**
	 * Returns how a stream stands.
	 * @param sequence of a message whose time is asked for; 0 for none
	 * @throws JetStreamApiException if there is no such stream
	 */
	StreamEnd end(String stream, long sequence) throws IOException, JetStreamApiException {
		JetStreamManagement streams = management();
		StreamState state = streams.getStreamInfo(stream).getStreamState();
		return new StreamEnd(stream, state.getFirstSequence(), state.getLastSequence(),
				(sequence > 0) ? storedAt(streams, stream, sequence) : null);
	}

	private static @Nullable Instant storedAt(JetStreamManagement streams, String stream, long sequence)
			throws IOException {
		try {
			ZonedDateTime time = streams.getMessage(stream, sequence).getTime();
			return (time != null) ? time.toInstant() : null;
		}
		catch (JetStreamApiException ex) {
			// not yet there, deleted, or expired just now
			return null;
		}
	}

}

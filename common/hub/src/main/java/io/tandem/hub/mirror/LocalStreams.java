package io.tandem.hub.mirror;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.StreamInfo;
import io.tandem.jetstream.NatsConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
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
	 * Returns how streams stand, asking the broker once for all that their ends tell.
	 * @param sequences by stream: of the message whose time is asked for; 0 for none
	 * @return by stream; one that is not there is left out
	 */
	Map<String, StreamEnd> ends(Map<String, Long> sequences) throws IOException, JetStreamApiException {
		JetStreamManagement streams = management();
		Map<String, StreamEnd> ends = new HashMap<>();
		for (StreamInfo info : streams.getStreams()) {
			Long sequence = sequences.get(info.getConfiguration().getName());
			if (sequence != null) {
				StreamEnd end = StreamEnd.of(info);
				ends.put(end.stream(),
						(sequence == end.last()) ? end : end.with(storedAt(streams, end.stream(), sequence)));
			}
		}
		return ends;
	}

	/** Returns null if there is no such message. */
	@Nullable Instant storedAt(String stream, long sequence) throws IOException {
		return storedAt(management(), stream, sequence);
	}

	private static @Nullable Instant storedAt(JetStreamManagement streams, String stream, long sequence)
			throws IOException {
		if (sequence == 0) {
			return null;
		}
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

package io.tandem.edgehub.uplink;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.Error;
import io.nats.client.api.MirrorInfo;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.wire.subject.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks this machine's own NATS server how its mirrors stand. Never goes over the link: a
 * mirror's {@code active} is the link's truth on both sides of a cut. Thread-safe.
 */
final class MirrorInspection {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final NatsConnection connection;

	private final Machine self;

	private final List<Machine> peers;

	private final InstantSource clock;

	MirrorInspection(NatsConnection connection, Machine self, List<Machine> peers, InstantSource clock) {
		this.connection = connection;
		this.self = self;
		this.peers = List.copyOf(peers);
		this.clock = clock;
	}

	/** Looks at each peer's mirror; takes up to 1 s a mirror. */
	UplinkReport inspect() {
		List<MirrorState> states = new ArrayList<>();
		boolean connected = this.connection.isConnected();
		for (Machine peer : this.peers) {
			try {
				states.add(inspect(peer));
			}
			catch (NatsUnavailableException ex) {
				connected = false;
				states.add(unknown(peer, "no connection to this machine's NATS server"));
			}
			catch (IOException | JetStreamApiException | IllegalStateException ex) {
				states.add(unknown(peer, String.valueOf(ex.getMessage())));
			}
		}
		return new UplinkReport(this.self.name(), connected, this.clock.instant(), states);
	}

	private MirrorState inspect(Machine peer) throws IOException, JetStreamApiException {
		JetStreamManagement streams = this.connection.require()
			.jetStreamManagement(JetStreamOptions.builder().requestTimeout(TIMEOUT).build());
		MirrorInfo mirror = streams.getStreamInfo(peer.metricsStream()).getMirrorInfo();
		if (mirror == null) {
			return unknown(peer, "the stream is not a mirror");
		}
		Error error = mirror.getError();
		return new MirrorState(peer.metricsStream(), peer.name(), mirror.getLag(), heard(mirror.getActive()),
				(error != null) ? error.getDescription() : null);
	}

	/** The server says -1 ns for never. */
	private static @Nullable Duration heard(@Nullable Duration active) {
		return (active == null || active.isNegative()) ? null : active;
	}

	private static MirrorState unknown(Machine peer, String problem) {
		return MirrorState.unknown(peer.metricsStream(), peer.name(), problem);
	}

}

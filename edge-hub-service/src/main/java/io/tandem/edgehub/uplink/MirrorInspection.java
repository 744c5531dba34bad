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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks this machine's own NATS server how its mirrors stand. Never goes over the link: a
 * mirror's {@code active} is the link's truth on both sides of a cut. Thread-safe.
 */
final class MirrorInspection {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final NatsConnection connection;

	private final Machine self;

	private final List<Mirror> mirrors;

	private final InstantSource clock;

	MirrorInspection(NatsConnection connection, Machine self, List<Machine> peers, InstantSource clock) {
		this.connection = connection;
		this.self = self;
		this.mirrors = peers.stream()
			.flatMap((peer) -> Stream.of(peer.metricsStream(), peer.backlogStream())
				.map((stream) -> new Mirror(stream, peer.name())))
			.toList();
		this.clock = clock;
	}

	/** Returns the streams that are looked at, in the peers' order. */
	List<Mirror> mirrors() {
		return this.mirrors;
	}

	/** Looks at each peer's mirrors; takes up to 1 s a mirror. */
	UplinkReport inspect() {
		List<MirrorState> states = new ArrayList<>();
		boolean connected = this.connection.isConnected();
		for (Mirror mirror : this.mirrors) {
			try {
				states.add(inspect(mirror));
			}
			catch (NatsUnavailableException ex) {
				connected = false;
				states.add(mirror.unknown("no connection to this machine's NATS server"));
			}
			catch (IOException | JetStreamApiException | IllegalStateException ex) {
				states.add(mirror.unknown(String.valueOf(ex.getMessage())));
			}
		}
		return new UplinkReport(this.self.name(), connected, this.clock.instant(), states);
	}

	private MirrorState inspect(Mirror mirror) throws IOException, JetStreamApiException {
		JetStreamManagement streams = this.connection.require()
			.jetStreamManagement(JetStreamOptions.builder().requestTimeout(TIMEOUT).build());
		MirrorInfo info = streams.getStreamInfo(mirror.stream()).getMirrorInfo();
		if (info == null) {
			return mirror.unknown("the stream is not a mirror");
		}
		Error error = info.getError();
		return new MirrorState(mirror.stream(), mirror.origin(), info.getLag(), heard(info.getActive()),
				(error != null) ? error.getDescription() : null);
	}

	/** The server says -1 ns for never. */
	private static @Nullable Duration heard(@Nullable Duration active) {
		return (active == null || active.isNegative()) ? null : active;
	}

	/**
	 * A mirror by its stream's name, and the machine whose stream it copies.
	 */
	record Mirror(String stream, String origin) {

		MirrorState unknown(String problem) {
			return new MirrorState(this.stream, this.origin, null, null, problem);
		}

	}

}

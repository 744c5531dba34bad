package io.tandem.hub.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the streams a hub provisions: its machine's own metrics stream, and a mirror of
 * each peer's.
 */
public final class MetricsStreams {

	private MetricsStreams() {
	}

	/** Returns the machine's own stream first, then the mirrors in the peers' order. */
	public static Streams of(MachineProperties machine, StreamsProperties properties) {
		List<StreamSpec> specs = new ArrayList<>();
		specs.add(own(machine.self(), properties));
		machine.others().forEach((peer) -> specs.add(mirror(peer, properties)));
		return new Streams(specs);
	}

	private static StreamSpec own(Machine self, StreamsProperties properties) {
		String subject = self.metricsSubject();
		return StreamSpec.origin(self.metricsStream(), List.of(subject, subject + ".>"), properties.maxAge(),
				properties.maxBytes().toBytes());
	}

	private static StreamSpec mirror(Machine peer, StreamsProperties properties) {
		return StreamSpec.mirror(peer.metricsStream(), peer.name(), properties.maxAge(),
				properties.mirrorMaxBytes().toBytes());
	}

}

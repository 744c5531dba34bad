package io.tandem.hub.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the streams a hub provisions: its machine's own streams of metrics and of
 * backlog, and a mirror of each peer's.
 */
public final class MetricsStreams {

	private MetricsStreams() {
	}

	/** Returns the machine's own streams first, then the mirrors in the peers' order. */
	public static Streams of(MachineProperties machine, StreamsProperties properties) {
		List<StreamSpec> specs = new ArrayList<>();
		addOwn(specs, machine.self(), properties);
		machine.others().forEach((peer) -> addMirrors(specs, peer, properties));
		return new Streams(specs);
	}

	private static void addOwn(List<StreamSpec> specs, Machine self, StreamsProperties properties) {
		String subject = self.metricsSubject();
		specs.add(StreamSpec.origin(self.metricsStream(), List.of(subject, subject + ".>"), properties.maxAge(),
				properties.maxBytes().toBytes()));
		specs.add(StreamSpec.origin(self.backlogStream(), List.of(self.backlogSubject()), properties.maxAge(),
				properties.backlogMaxBytes().toBytes()));
	}

	private static void addMirrors(List<StreamSpec> specs, Machine peer, StreamsProperties properties) {
		specs.add(StreamSpec.mirror(peer.metricsStream(), peer.name(), properties.maxAge(),
				properties.mirrorMaxBytes().toBytes()));
		specs.add(StreamSpec.mirror(peer.backlogStream(), peer.name(), properties.maxAge(),
				properties.backlogMirrorMaxBytes().toBytes()));
	}

}

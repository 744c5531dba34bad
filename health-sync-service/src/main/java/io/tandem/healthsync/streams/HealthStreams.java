package io.tandem.healthsync.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which streams there are on this machine: an origin each for its own health reports
 * and events, and a mirror of each of the other machines'. The subjects of two machines
 * never overlap, so that one stream of a centre could hold them all.
 */
final class HealthStreams {

	private HealthStreams() {
	}

	static Streams of(MachineProperties fleet, HealthStreamsProperties sizes) {
		List<StreamSpec> streams = new ArrayList<>();
		Machine self = fleet.self();
		streams.add(StreamSpec.origin(self.healthStream(), withBelow(self.healthSubject()), sizes.maxAge(),
				sizes.healthMaxBytes().toBytes()));
		List<String> events = new ArrayList<>(withBelow(self.failoverSubject()));
		events.add(alertsSubject(self));
		streams.add(StreamSpec.origin(self.eventsStream(), events, sizes.maxAge(), sizes.eventsMaxBytes().toBytes()));
		for (Machine peer : fleet.others()) {
			streams.add(StreamSpec.mirror(peer.healthStream(), peer.name(), sizes.maxAge(),
					sizes.healthMaxBytes().toBytes()));
			streams.add(StreamSpec.mirror(peer.eventsStream(), peer.name(), sizes.maxAge(),
					sizes.eventsMaxBytes().toBytes()));
		}
		return new Streams(streams);
	}

	/**
	 * Returns the subjects under which a machine's alerts are stored, for example
	 * {@code observability.alerts.urgent.pc2}. The severity comes before the machine, as
	 * readers know it; without the machine's name both machines' streams would claim the
	 * same subject.
	 */
	static String alertsSubject(Machine machine) {
		return "observability.alerts.*." + machine.name();
	}

	private static List<String> withBelow(String subject) {
		return List.of(subject, subject + ".>");
	}

}

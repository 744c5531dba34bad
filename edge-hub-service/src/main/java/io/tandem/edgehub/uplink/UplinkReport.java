package io.tandem.edgehub.uplink;

import java.time.Instant;
import java.util.List;

/**
 * What is known of this machine's link to the others. Immutable.
 *
 * @param natsConnected whether this machine's own NATS server could be asked
 * @param observedAt when it was looked at
 */
record UplinkReport(String machine, boolean natsConnected, Instant observedAt, List<MirrorState> mirrors) {

	UplinkReport {
		mirrors = List.copyOf(mirrors);
	}

}

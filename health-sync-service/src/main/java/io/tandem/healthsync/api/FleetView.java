package io.tandem.healthsync.api;

import java.time.Instant;
import java.util.Map;

/**
 * All machines as shown.
 *
 * @param asOf when this was put together, by this machine's clock
 * @param machine whose service shows it
 * @param digest of all machines' digests
 * @param machines by name, the showing one first
 */
record FleetView(Instant asOf, String machine, String digest, Map<String, MachineView> machines) {
}

package io.tandem.healthsync.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A fleet's health for tests of other features. */
public final class Fleets {

	public static final Duration KEEP = Duration.ofHours(24);

	private Fleets() {
	}

	/** Returns two machines; the reports are of pc2's agents. */
	public static FleetHealth of(List<ReceivedReport> reports) {
		FleetHealth fleet = new FleetHealth(List.of("mainpc", "pc2"), 100, KEEP, Map.of());
		reports.forEach((report) -> fleet.machine("pc2").orElseThrow().record(report));
		return fleet;
	}

	/** Tells that both machines' streams had been read to their ends by then. */
	public static FleetHealth caughtUp(FleetHealth fleet, Instant at) {
		fleet.machines().values().forEach((machine) -> machine.caughtUp(at));
		return fleet;
	}

}

package io.tandem.healthsync.state;

import java.util.List;

/** A fleet's health for tests of other features. */
public final class Fleets {

	private Fleets() {
	}

	/** Returns two machines; the reports are of pc2's agents. */
	public static FleetHealth of(List<ReceivedReport> reports) {
		FleetHealth fleet = new FleetHealth(List.of("mainpc", "pc2"), 100);
		reports.forEach((report) -> fleet.machine("pc2").orElseThrow().record(report));
		return fleet;
	}

}

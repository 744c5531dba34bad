package io.tandem.failover.control;

import io.tandem.fleet.ReloadingFleet;

/** The agents of this machine as the fleet file names them now. */
final class FleetAgents implements AgentDirectory {

	private final ReloadingFleet fleet;

	private final String machine;

	FleetAgents(ReloadingFleet fleet, String machine) {
		this.fleet = fleet;
		this.machine = machine;
	}

	@Override
	public boolean isKnown(String agent) {
		return this.fleet.current().find(agent).filter((found) -> found.machine().equals(this.machine)).isPresent();
	}

	@Override
	public boolean isCritical(String agent) {
		return this.fleet.current().criticalNames(this.machine).contains(agent);
	}

}

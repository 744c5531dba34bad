package io.tandem.failover.gateway;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a critical agent's push by the fleet file; whose it is {@link LocalAgents} says.
 * Who is not known is standard. Thread-safe.
 */
final class CriticalAgents {

	private final ReloadingFleet fleet;

	private final String machine;

	private final LocalAgents agents;

	CriticalAgents(ReloadingFleet fleet, String machine) {
		this.fleet = fleet;
		this.machine = machine;
		this.agents = new LocalAgents(fleet, machine);
	}

	/** Tells whether there are any, so that a push need be looked at. */
	boolean exist() {
		return !this.fleet.current().criticalNames(this.machine).isEmpty();
	}

	boolean include(@Nullable PushedBy by) {
		if (by == null) {
			return false;
		}
		Set<String> critical = this.fleet.current().criticalNames(this.machine);
		if (critical.isEmpty()) {
			return false;
		}
		String name = this.agents.nameOf(by);
		return name != null && critical.contains(name);
	}

}

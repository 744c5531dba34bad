package io.tandem.healthsync.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What is known of all machines' agents. Each machine's part is written from that
 * machine's stream only. Thread-safe: the set of machines never changes.
 */
public final class FleetHealth {

	private final Map<String, MachineHealth> machines;

	/**
	 * @param machines the names of all machines, this one first
	 * @param maxAgents how many agents are kept in all; each holds its latest report
	 */
	FleetHealth(Collection<String> machines, int maxAgents) {
		Semaphore places = new Semaphore(maxAgents);
		Map<String, MachineHealth> byName = new LinkedHashMap<>();
		machines.forEach((machine) -> byName.put(machine, new MachineHealth(places)));
		this.machines = Collections.unmodifiableMap(byName);
	}

	/** Returns the machines by name, this one first. */
	public Map<String, MachineHealth> machines() {
		return this.machines;
	}

	/** Returns the machine, if it is of the fleet. */
	public Optional<MachineHealth> machine(String name) {
		return Optional.ofNullable(this.machines.get(name));
	}

	/** Forgets agents that have not reported since then. */
	void forget(Instant before) {
		this.machines.values().forEach((machine) -> machine.forget(before));
	}

}

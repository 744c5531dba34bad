package io.tandem.healthsync.state;

import java.time.Duration;
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
	 * @param keep how long an agent is remembered after its latest report
	 * @param known what is known to begin with, by machine; of other machines, and of
	 * more agents than are kept, nothing is taken over
	 */
	FleetHealth(Collection<String> machines, int maxAgents, Duration keep, Map<String, MachineRecord> known) {
		Semaphore places = new Semaphore(maxAgents);
		Map<String, MachineHealth> byName = new LinkedHashMap<>();
		machines.forEach((machine) -> byName.put(machine,
				new MachineHealth(places, keep, known.getOrDefault(machine, MachineRecord.EMPTY))));
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

	/** Returns a digest of what the streams say of all machines' agents. */
	public static String digest(Map<String, String> digests) {
		return HealthDigest.of(digests);
	}

	/** Returns all that is known, each machine's part at one position of its stream. */
	Map<String, MachineRecord> copy() {
		Map<String, MachineRecord> records = new LinkedHashMap<>();
		this.machines.forEach((machine, health) -> records.put(machine, health.copy()));
		return records;
	}

	/** Forgets agents that have not reported since then. */
	void forget(Instant before) {
		this.machines.values().forEach((machine) -> machine.forget(before));
	}

}

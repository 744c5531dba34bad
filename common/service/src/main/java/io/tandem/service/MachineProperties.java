package io.tandem.service;

import io.tandem.wire.subject.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which machine this is, and which others there are.
 *
 * @param machine this machine's name, for example {@code pc2}
 * @param peers the other machines' names
 * @param stateDirectory the service's own directory for everything it keeps
 */
@ConfigurationProperties("tandem")
public record MachineProperties(String machine, @DefaultValue List<String> peers, Path stateDirectory) {

	/**
	 * @throws IllegalArgumentException if a name is not a machine's name, or this machine
	 * is among its own peers
	 */
	public MachineProperties {
		peers = peers.stream().filter((peer) -> !peer.isBlank()).toList();
		if (peers.contains(machine)) {
			throw new IllegalArgumentException(
					"tandem.peers must not name this machine: tandem.machine=" + machine + " tandem.peers=" + peers);
		}
	}

	/** Returns this machine. */
	public Machine self() {
		return new Machine(this.machine);
	}

	/** Returns the other machines. */
	public List<Machine> others() {
		return this.peers.stream().map(Machine::new).toList();
	}

	/** Returns all machines, this one first. */
	public List<Machine> all() {
		return Stream.concat(Stream.of(this.machine), this.peers.stream()).map(Machine::new).toList();
	}

}

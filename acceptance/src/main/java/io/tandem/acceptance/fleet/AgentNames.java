package io.tandem.acceptance.fleet;

import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.FleetFile;
import io.tandem.fleet.InvalidFleetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names simulated agents after those of the reference fleet, so that gateways know the
 * critical ones; where the fleet file is not found or has too few, by number.
 */
public final class AgentNames {

	private AgentNames() {
	}

	/** Returns as many names as the site has agents. */
	public static List<String> of(Site site) {
		List<String> named = named(site.machine());
		return IntStream.range(0, site.agents())
			.mapToObj((i) -> (i < named.size()) ? named.get(i) : "%s-agent-%02d".formatted(site.machine(), i + 1))
			.toList();
	}

	private static List<String> named(String machine) {
		Path file = Stream.of(System.getProperty("tandem.fleet-file", "deploy/fleet.yaml"), "../deploy/fleet.yaml")
			.map(Path::of)
			.filter(Files::isReadable)
			.findFirst()
			.orElse(null);
		if (file == null) {
			return List.of();
		}
		try {
			return FleetFile.load(file).agentsOf(machine).stream().map(FleetAgent::name).toList();
		}
		catch (IOException | InvalidFleetException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

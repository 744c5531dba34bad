package io.tandem.healthsync.incident;

import io.tandem.fleet.Criticality;
import io.tandem.fleet.Dependency;
import io.tandem.fleet.Fallback;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.FleetFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Fleets of two machines: the one that is shipped, and random ones. */
final class SimFleets {

	static final List<String> MACHINES = List.of("mainpc", "pc2");

	private SimFleets() {
	}

	static Fleet shipped() {
		try {
			return FleetFile.load(Path.of("../deploy/fleet.yaml"));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Fleet random(SplittableRandom random) {
		int count = random.nextInt(20, 90);
		List<FleetAgent> agents = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String machine = MACHINES.get(random.nextInt(2));
			List<Dependency> dependencies = new ArrayList<>();
			int wanted = (i == 0) ? 0 : random.nextInt(4);
			for (int d = 0; d < wanted; d++) {
				// few are needed by many
				FleetAgent other = agents.get((int) (i * Math.pow(random.nextDouble(), 2.5)));
				if (dependencies.stream().noneMatch((one) -> one.agent().equals(other.name()))) {
					dependencies.add(new Dependency(other.name(), fallback(other, agents, machine, random)));
				}
			}
			Duration interval = Duration
				.ofSeconds((random.nextInt(10) > 0) ? 60 : List.of(30, 120, 300).get(random.nextInt(3)));
			agents.add(new FleetAgent("A" + i, machine,
					(random.nextInt(4) == 0) ? Criticality.CRITICAL : Criticality.STANDARD, null, interval,
					dependencies, false));
		}
		return new Fleet(MACHINES, agents);
	}

	private static Fallback fallback(FleetAgent other, List<FleetAgent> agents, String machine,
			SplittableRandom random) {
		double draw = random.nextDouble();
		if (draw < 0.1) {
			FleetAgent third = agents.get(random.nextInt(agents.size()));
			return third.name().equals(other.name()) ? Fallback.SELF : new Fallback.Agent(third.name());
		}
		return (draw < 0.35 || (!other.machine().equals(machine) && draw < 0.9)) ? Fallback.SELF : Fallback.NONE;
	}

}

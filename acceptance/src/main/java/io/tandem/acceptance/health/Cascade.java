package io.tandem.acceptance.health;

import io.tandem.fleet.DependencyGraph;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in which order agents fail when one does that others depend on. */
public final class Cascade {

	private Cascade() {
	}

	/**
	 * Returns who fails, wave by wave: the root first, then those that are lost with it
	 * on its machine, each one wave after the nearest that it depends on.
	 * @throws IllegalArgumentException if the fleet has no such agent
	 */
	public static List<Set<String>> waves(Fleet fleet, String root) {
		String machine = fleet.find(root)
			.map(FleetAgent::machine)
			.orElseThrow(() -> new IllegalArgumentException("there is no agent " + root + " in the fleet file"));
		DependencyGraph graph = fleet.dependencies();
		Set<String> left = new HashSet<>(graph.impactOf(root));
		left.removeIf((agent) -> !fleet.find(agent).map(FleetAgent::machine).orElse("").equals(machine));
		left.remove(root);
		List<Set<String>> waves = new ArrayList<>();
		for (Set<String> wave = Set.of(root); !wave.isEmpty();) {
			waves.add(wave);
			wave = wave.stream()
				.flatMap((agent) -> graph.dependentsOf(agent).stream())
				.filter(left::contains)
				.collect(Collectors.toSet());
			left.removeAll(wave);
		}
		return waves;
	}

}

package io.tandem.healthsync.incident;

import io.tandem.fleet.FleetAgent;
import io.tandem.wire.health.HealthStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What the agents of a world say: each period, and when something changes. */
final class SimReports {

	/**
	 * A report on its way.
	 *
	 * @param storedAt true time at which its own machine's stream has it
	 */
	record Sent(FleetAgent agent, HealthStatus status, long storedAt) {
	}

	private SimReports() {
	}

	static List<Sent> of(SimWorld world) {
		List<Sent> all = new ArrayList<>();
		for (FleetAgent agent : world.fleet.agents()) {
			long interval = agent.reportInterval().toMillis();
			TreeSet<Long> times = new TreeSet<>();
			for (long at = world.between(0, interval); at < SimWorld.END; at += interval) {
				times.add(at + world.between(0, 1_000));
			}
			world.spans.getOrDefault(agent.name(), List.of()).forEach((span) -> {
				if (span.isSeen()) {
					times.add(span.from());
					times.add(span.to());
				}
			});
			add(world, agent, times, all);
		}
		all.sort(Comparator.comparingLong(Sent::storedAt));
		return all;
	}

	private static void add(SimWorld world, FleetAgent agent, TreeSet<Long> times, List<Sent> all) {
		SplittableRandom random = world.random;
		long last = 0;
		for (long at : times) {
			HealthStatus status = world.says(agent.name(), at);
			if (status == null || at >= SimWorld.END || random.nextDouble() < world.lost) {
				continue;
			}
			// one after another, as an agent sends them
			last = Math.max(last + 1, at + random.nextLong(10, world.latest));
			all.add(new Sent(agent, status, last));
			if (random.nextInt(100) == 0) {
				all.add(new Sent(agent, status, last));
			}
		}
	}

}

package io.tandem.healthsync.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.Fleet;
import io.tandem.healthsync.incident.SimFigures.Row;
import io.tandem.healthsync.incident.SimReports.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/**
 * Worlds drawn from a seed, in virtual time, each seen by two machines' engines. Replay
 * with {@code -Dseed=}; {@code -Dworlds=} runs more of them, {@code -Dworld=} only one,
 * and {@code -Dkind=} one kind; {@code -Dfaults=true} tells what was wrong.
 */
class IncidentSimulationTests {

	private static final long SEED = Long.getLong("seed", 20_261_126);

	private static final int WORLDS = Integer.getInteger("worlds", 132);

	private static final int ONLY = Integer.getInteger("world", -1);

	private static final String KIND = System.getProperty("kind", "");

	@Test
	void causesAreToldAndNoiseIsNot() {
		SimFigures figures = new SimFigures();
		SimKind[] kinds = SimKind.values();
		long began = System.nanoTime();
		for (int world = Math.max(0, ONLY); world < ((ONLY < 0) ? WORLDS : ONLY + 1); world++) {
			SimKind kind = kinds[world % kinds.length];
			if (KIND.isEmpty() || KIND.equals(kind.name())) {
				run(kind, world, figures);
			}
		}
		System.out.println("seed=" + SEED + " worlds=" + WORLDS + " in " + (System.nanoTime() - began) / 1_000_000
				+ " ms\n" + figures.table() + "\n" + figures.sureness());
		if (Boolean.getBoolean("faults")) {
			System.out.println(figures.faults);
		}
		if (ONLY < 0 && KIND.isEmpty()) {
			check(figures);
		}
	}

	private static void check(SimFigures figures) {
		long causes = sum(figures, (row) -> row.causes, true);
		long told = sum(figures, (row) -> row.told, true);
		long noise = sum(figures, (row) -> row.worlds, false);
		assertThat(sum(figures, (row) -> row.right, true)).as("right root of " + told).isGreaterThan(told * 95 / 100);
		assertThat(sum(figures, (row) -> row.missed, true)).as("missed of " + causes).isLessThanOrEqualTo(causes / 100);
		assertThat(sum(figures, (row) -> row.silent, false)).as("silent of " + noise)
			.isGreaterThanOrEqualTo(noise * 99 / 100);
	}

	private static long sum(SimFigures figures, ToIntFunction<Row> value, boolean isIncident) {
		return figures.rows.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isIncident == isIncident)
			.mapToLong((entry) -> value.applyAsInt(entry.getValue()))
			.sum();
	}

	private static void run(SimKind kind, int number, SimFigures figures) {
		SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + number);
		boolean isShipped = number / SimKind.values().length % 2 == 0;
		Fleet fleet = isShipped ? SimFleets.shipped() : SimFleets.random(random);
		SimWorld world = SimPlot.of(kind, fleet, random);
		long most = (random.nextInt(20) == 0) ? 20_000 : 1_500;
		Map<String, Long> skews = Map.of("mainpc", random.nextLong(-most, most), "pc2", random.nextLong(-most, most));
		List<Sent> reports = SimReports.of(world);
		List<SimSide> sides = new ArrayList<>();
		for (String machine : SimFleets.MACHINES) {
			if (!world.isMachineGone || !machine.equals(world.silentMachine)) {
				SimSide side = new SimSide(world, machine, reports, skews);
				side.run();
				sides.add(side);
			}
		}
		figures.judge(kind, number, world, sides);
	}

}

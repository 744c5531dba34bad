package io.tandem.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two machines under faults that are drawn from a seed, in virtual time. Replay with
 * {@code -Dseed=}; {@code -Dschedules=} runs more of them, {@code -Dschedule=} only one.
 */
class EngineSimulationTests {

	private static final long SEED = Long.getLong("seed", 20_261_124);

	private static final int SCHEDULES = Integer.getInteger("schedules", 3000);

	private static final int ONLY = Integer.getInteger("schedule", -1);

	@Test
	void promisesHoldUnderEveryFault() {
		SimFigures figures = new SimFigures();
		SimFault[] kinds = SimFault.values();
		long began = System.nanoTime();
		for (int schedule = Math.max(0, ONLY); schedule < ((ONLY < 0) ? SCHEDULES : ONLY + 1); schedule++) {
			SimFault kind = kinds[schedule % kinds.length];
			figures.begin(kind);
			try {
				new SimWorld(schedule, new SplittableRandom(SEED * 1_000_003 + schedule), kind,
						EngineSettings.defaults(), figures);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed=" + SEED + " schedule=" + schedule + " kind=" + kind + " event="
						+ figures.events + ": " + ex.getMessage(), ex);
			}
		}
		System.out.println("seed=" + SEED + " schedules=" + SCHEDULES + " events=" + figures.events + " tier moves="
				+ figures.moves + " in " + (System.nanoTime() - began) / 1_000_000 + " ms\n" + figures.table() + "\n"
				+ figures.examples());
		assertThat(figures.falseFailovers()).isLessThanOrEqualTo(figures.schedules() / 100);
	}

}

package io.tandem.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.WatchSettings;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two machines under faults that are drawn from a seed, in virtual time. Replay with
 * {@code -Dseed=}; {@code -Dschedules=} runs more of them, {@code -Dschedule=} only one.
 */
class EngineSimulationTests {

	private static final long SEED = Long.getLong("seed", 20_261_124);

	private static final int SCHEDULES = Integer.getInteger("schedules", 1500);

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
		assertThat(figures.falseFailovers()).isLessThanOrEqualTo(1 + figures.schedules() / 1000);
	}

	@Test
	void promisesCatchAnEngineThatBreaksThem() {
		WatchSettings set = WatchSettings.defaults();
		assertThat(broken(set, set.hardSpan(), Duration.ofMillis(2500), set.recoverEvery()))
			.contains("a dead hub is still used");
		assertThat(broken(set, Duration.ofSeconds(1), set.silence(), set.recoverEvery()))
			.contains("a dead hub is still used");
		assertThat(broken(set, set.hardSpan(), set.silence(), Duration.ofSeconds(4)))
			.contains("a healthy hub is not used");
	}

	private static String broken(WatchSettings set, Duration hardSpan, Duration silence, Duration recoverEvery) {
		EngineSettings settings = new EngineSettings(new WatchSettings(set.failures(), hardSpan, silence, set.doubt(),
				set.fast(), set.steady(), set.timeout(), set.down(), set.inFlight(), recoverEvery,
				set.recoverSuccesses(), set.holdDown(), set.flapWithin(), set.flapDecay(), set.peerHold(),
				set.peerFresh(), set.peerSuccess(), set.settle()), Duration.ofSeconds(3));
		SimFigures figures = new SimFigures();
		SimFault[] kinds = SimFault.values();
		try {
			for (int schedule = 0; schedule < 64; schedule++) {
				figures.begin(kinds[schedule % kinds.length]);
				new SimWorld(schedule, new SplittableRandom(schedule), kinds[schedule % kinds.length], settings,
						figures);
			}
			return "nothing was found";
		}
		catch (AssertionError ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}

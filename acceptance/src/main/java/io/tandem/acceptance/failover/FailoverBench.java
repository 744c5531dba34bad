package io.tandem.acceptance.failover;

import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Each fault on each side in turn. The first run of a fault takes its time; further ones,
 * which are about the time to the next tier, are short.
 */
final class FailoverBench {

	private static final Duration WARM_UP = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofSeconds(3);

	private final Testbed testbed;

	private final FaultSwitch faults;

	private final Results results;

	FailoverBench(Testbed testbed, FaultSwitch faults, Results results) {
		this.testbed = testbed;
		this.faults = faults;
		this.results = results;
	}

	/**
	 * @param length of the first run of each, before the fault and while it is on
	 */
	void run(List<Fault> chosen, int runs, List<Side> sides, Duration length) throws IOException, InterruptedException {
		for (Side side : sides) {
			warmUp(side);
		}
		for (Fault fault : chosen) {
			for (int run = 1; run <= runs; run++) {
				for (Side side : sides) {
					ready();
					Duration each = (run == 1 || length.compareTo(SHORT) < 0) ? length : SHORT;
					Measurement measured = new FaultRun(this.testbed, this.faults, each, each).measure(side, fault,
							run);
					this.results.add(measured);
					print(measured);
				}
			}
		}
	}

	/** The machines have just been started, and nobody measures a compiler. */
	private void warmUp(Side side) throws IOException, InterruptedException {
		ready();
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), side::target,
				"bench-warm-up-" + Instant.now().getEpochSecond())) {
			TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
			load.stop();
		}
	}

	/**
	 * Begins from the same state each time. A failover-service that waits longer to go
	 * home after each of many failovers is started anew, so that a run does not take what
	 * ten before it have taught.
	 */
	private void ready() throws IOException, InterruptedException {
		if (this.testbed.awaitHome(Duration.ofSeconds(30))) {
			return;
		}
		this.testbed.control(this.testbed.pc2, "restart", "failover");
		if (!this.testbed.awaitHome(Duration.ofSeconds(120))) {
			throw new IOException("the machines do not get well: " + this.testbed.route(this.testbed.pc2) + " "
					+ this.testbed.route(this.testbed.mainpc));
		}
	}

	private static void print(Measurement measured) {
		System.out.printf(
				"%-8s %-16s run %d: failed %d of %d %s, p99.9 %.0f -> %.0f ms, next tier after %s ms, lost %d %s%n",
				measured.side(), measured.fault(), measured.run(), measured.during().failed(),
				measured.during().pushes(), measured.during().failedBy(), measured.before().p999(),
				measured.during().p999(), Objects.toString(measured.nextTierMillis(), "-"), measured.lost(),
				measured.why());
	}

}

package io.tandem.acceptance.failover;

import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gray faults in a row, under load. A failover is false if the {@link Oracle} has seen no
 * try fail from a moment before the fault up to the decision.
 */
final class GrayBench {

	private static final Duration FAULT = Duration.ofSeconds(5);

	private static final Duration PAUSE = Duration.ofSeconds(2);

	private static final Duration BEFORE = Duration.ofSeconds(2);

	private final Testbed testbed;

	private final FaultSwitch faults;

	private final URI hub;

	/**
	 * @param hub the hub's address by the same way that the gateway takes
	 */
	GrayBench(Testbed testbed, FaultSwitch faults, URI hub) {
		this.testbed = testbed;
		this.faults = faults;
		this.hub = hub;
	}

	/**
	 * @param rounds how often each kind of fault comes
	 * @return a table
	 */
	String run(int rounds) throws IOException, InterruptedException {
		this.testbed.awaitHome(Duration.ofSeconds(120));
		List<String> rows = new ArrayList<>();
		int allFalse = 0;
		int all = 0;
		try (Oracle oracle = new Oracle(this.hub);
				OpenLoad load = new OpenLoad(this.testbed.sites(), Side.TANDEM::target,
						"bench-gray-" + Instant.now().getEpochSecond())) {
			for (Fault fault : Fault.GRAY) {
				int failovers = 0;
				int falseOnes = 0;
				int failuresBefore = oracle.failures();
				for (int round = 1; round <= rounds; round++) {
					Instant began = Instant.now().minus(BEFORE);
					once(fault);
					for (Decisions.Away away : Decisions.away(this.testbed, this.testbed.pc2, began)) {
						boolean real = oracle.sawFailure(began, away.at());
						failovers++;
						falseOnes += real ? 0 : 1;
						System.out.printf("%s round %d: %s at %s, oracle %s: %s%n", fault.word(), round, away.to(),
								away.at(), real ? "saw a failure" : "saw none", away.why());
					}
					this.testbed.awaitHome(Duration.ofSeconds(90));
				}
				allFalse += falseOnes;
				all += failovers;
				rows.add("| %s | %d | %d | %d | %d |%n".formatted(fault.word(), rounds, failovers, falseOnes,
						oracle.failures() - failuresBefore));
				System.out.print(rows.getLast());
			}
			Figures pushes = Figures.of(load.stop());
			return "| fault | rounds | failovers | of them false | tries of the oracle that failed |%n|---|---|---|---|---|%n"
				.formatted()
					+ String.join("", rows)
					+ "| all | %d | %d | %d | |%n%npushes: %d, failed %d, p99 %.0f ms, p99.9 %.0f ms%n".formatted(
							rounds * Fault.GRAY.size(), all, allFalse, pushes.pushes(), pushes.failed(), pushes.p99(),
							pushes.p999());
		}
	}

	private void once(Fault fault) throws IOException, InterruptedException {
		this.faults.aim();
		try {
			this.faults.on(fault);
			if (fault != Fault.GC_1S) {
				TimeUnit.MILLISECONDS.sleep(FAULT.toMillis());
			}
		}
		finally {
			this.faults.off();
		}
		TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
	}

}

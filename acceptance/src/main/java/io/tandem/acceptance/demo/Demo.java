package io.tandem.acceptance.demo;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.check.Probe;
import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.check.Verdict;
import io.tandem.acceptance.fleet.Fleet;
import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.fleet.Tally;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets simulated agents push to both machines for a while and prints what arrived in the
 * centre's Prometheus. Ends with 0 if everything acknowledged is there, once; with 1 if
 * not; with 2 if it was called wrongly.
 */
public final class Demo {

	private static final Duration SETTLE = Duration.ofSeconds(30);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private Demo() {
	}

	public static void main(String[] arguments) throws Exception {
		Options options;
		try {
			options = Options.parse(List.of(arguments));
		}
		catch (IllegalArgumentException ex) {
			System.err.println("tandem demo: " + ex.getMessage());
			System.exit(2);
			return;
		}
		System.exit(run(options) ? 0 : 1);
	}

	private static boolean run(Options options) throws Exception {
		int onMainpc = Math.round((float) options.agents() * Options.FLEET_OF_MAINPC / Options.FLEET);
		Site mainpc = new Site("mainpc", options.mainpc(), 9000, onMainpc);
		Site pc2 = new Site("pc2", options.pc2(), 9100, options.agents() - onMainpc);
		String run = "demo-" + Instant.now().getEpochSecond();
		Instant began = Instant.now();
		System.out.printf("%d agents on mainpc and %d on pc2 push %d samples every second for %d s, run=%s%n",
				mainpc.agents(), pc2.agents(), options.series(), options.duration().toSeconds(), run);
		try (Observer observer = new Observer();
				Fleet fleet = new Fleet(List.of(mainpc, pc2), run, options.series(), INTERVAL);
				Probe probe = new Probe(pc2, mainpc, run)) {
			countDown(options.duration());
			List<Tally> tallies = fleet.stop();
			probe.stop();
			Verdict verdict = settle(observer, mainpc, run, began, tallies);
			StoredPushes stored = observer.storedPushes(mainpc, run, sinceStart(began));
			new Report(verdict, stored, tallies, probe, options.series()).print(observer, mainpc, pc2, run);
			return verdict.isClean();
		}
	}

	private static void countDown(Duration duration) throws InterruptedException {
		boolean terminal = System.console() != null && System.console().isTerminal();
		for (long left = duration.toSeconds(); left > 0; left--) {
			if (terminal) {
				System.out.printf("\r%d s to go ", left);
				System.out.flush();
			}
			TimeUnit.SECONDS.sleep(1);
		}
		System.out.print(terminal ? "\r\u001b[K" : "");
	}

	// The last pushes are still on their way when the agents stop.
	private static Verdict settle(Observer observer, Site centre, String run, Instant began, List<Tally> tallies)
			throws IOException, InterruptedException {
		long deadline = System.nanoTime() + SETTLE.toNanos();
		Verdict verdict;
		do {
			verdict = Verdict.of(tallies, observer.storedPushes(centre, run, sinceStart(began)));
			if (verdict.total().missing() == 0) {
				return verdict;
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
		while (System.nanoTime() < deadline);
		return verdict;
	}

	private static Duration sinceStart(Instant began) {
		return Duration.between(began, Instant.now()).plusSeconds(5);
	}

}

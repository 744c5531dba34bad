package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.load.ProcessCpu;
import io.tandem.acceptance.testbed.Centre;
import io.tandem.acceptance.testbed.Killed;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Push;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Both hubs and both brokers are killed and stay dead for a while under load; then their
 * supervisors go on. Watches the backlog, how old the newest stored record of each
 * machine is, and where the processor's time goes while the backlog drains. Confined to
 * one thread.
 */
final class OutageBench {

	private static final Duration BEFORE = Duration.ofSeconds(30);

	private static final Duration AFTER = Duration.ofSeconds(40);

	private static final Duration GIVE_UP = Duration.ofMinutes(10);

	private static final List<String> BUSY = List.of("failover", "nats", "prometheus", "health-sync");

	private final Testbed testbed;

	private final List<Drain> drains;

	private final String run = "bench-outage-" + Instant.now().getEpochSecond();

	private final Centre centre;

	private final Path out;

	/**
	 * @param out where every look goes, as {@code outage.csv}
	 */
	OutageBench(Testbed testbed, Path out) {
		this.testbed = testbed;
		this.out = out;
		this.centre = new Centre(testbed);
		this.drains = testbed.sites().stream().map((site) -> new Drain(testbed, site, this.run)).toList();
	}

	/** Returns the report's lines. */
	String run(Duration outage) throws IOException, InterruptedException {
		this.testbed.awaitHome(Duration.ofSeconds(120));
		Instant began = Instant.now();
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), Side.TANDEM::target, this.run)) {
			TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
			long down = System.nanoTime();
			try (Killed killed = new Killed(this.testbed)) {
				for (Site site : this.testbed.sites()) {
					killed.kill(site, Testbed.hub(site), "nats");
				}
				watch(down + outage.toNanos(), false);
			}
			long up = System.nanoTime();
			this.centre.begin();
			System.out.printf("hubs and brokers were down for %.0f s%n", (up - down) / 1e9);
			TimeUnit.SECONDS.sleep(2);
			Map<String, Long> pids = pids();
			Map<String, Long> before = cpu(pids);
			long measured = System.nanoTime();
			watch(System.nanoTime() + GIVE_UP.toNanos(), true);
			Map<String, Long> after = cpu(pids);
			double seconds = (System.nanoTime() - measured) / 1e9;
			watch(System.nanoTime() + AFTER.toNanos(), false);
			Collection<Push> pushes = load.stop();
			StringBuilder report = new StringBuilder();
			Figures figures = Figures.of(pushes);
			report.append("pushes %d, failed %d, p99 %.0f ms, p99.9 %.0f ms%n".formatted(figures.pushes(),
					figures.failed(), figures.p99(), figures.p999()));
			Drain.Span storing = new Drain.Span(this.centre.upAt(), this.centre.storedAt(pushes, up));
			report.append(
					"the centre's hub was up %.1f s after the end of the outage; all that had been acknowledged was stored %.1f s after it%n"
						.formatted((storing.from() - up) / 1e9, (storing.to() - up) / 1e9));
			this.drains.forEach((drain) -> report.append(drain.report(down, up, storing)));
			Files.writeString(this.out.resolve("outage.csv"),
					"machine,seconds after the outage,tier,backlog records,age of the newest stored record in seconds\n"
							+ this.drains.stream().map((drain) -> drain.table(up)).collect(Collectors.joining()));
			shares(report, before, after, seconds);
			int missing = new Stored(this.testbed).lost(pushes, this.run, began, Duration.ofSeconds(120));
			JsonNode totals = this.testbed.observer.get(this.testbed.mainpc.hub("/api/v1/ledger")).path("totals");
			report.append("acknowledged and not in Prometheus: %d; ledger: %s%n".formatted(missing, totals));
			return report.toString();
		}
	}

	private void watch(long untilNanos, boolean untilDrained) throws InterruptedException {
		while (System.nanoTime() - untilNanos < 0) {
			boolean drained = true;
			for (Drain drain : this.drains) {
				drain.sample();
				drained &= drain.isDrained();
			}
			this.centre.sample();
			if (drained && untilDrained) {
				return;
			}
			TimeUnit.MILLISECONDS.sleep(500);
		}
	}

	private Map<String, Long> pids() throws IOException, InterruptedException {
		Map<String, Long> pids = new LinkedHashMap<>();
		for (Site site : this.testbed.sites()) {
			List<String> programs = new ArrayList<>(BUSY);
			programs.add(Testbed.hub(site));
			for (String program : programs) {
				pids.put(site.machine() + " " + program, this.testbed.pid(site, program));
			}
		}
		pids.put("the load itself", ProcessHandle.current().pid());
		return pids;
	}

	private static Map<String, Long> cpu(Map<String, Long> pids) {
		Map<String, Long> cpu = new LinkedHashMap<>();
		pids.forEach((name, pid) -> {
			try {
				cpu.put(name, ProcessCpu.of(pid).cpuMillis());
			}
			catch (IOException ex) {
				cpu.put(name, 0L);
			}
		});
		return cpu;
	}

	private static void shares(StringBuilder report, Map<String, Long> before, Map<String, Long> after,
			double seconds) {
		report.append("CPU while draining, of one core (%d cores, %.1f s):%n"
			.formatted(Runtime.getRuntime().availableProcessors(), seconds));
		after.entrySet()
			.stream()
			.map((one) -> Map.entry(one.getKey(),
					(one.getValue() - before.getOrDefault(one.getKey(), 0L)) / seconds / 10))
			.sorted((left, right) -> Double.compare(right.getValue(), left.getValue()))
			.forEach((one) -> report.append("  %-22s %5.1f %%%n".formatted(one.getKey(), one.getValue())));
	}

}

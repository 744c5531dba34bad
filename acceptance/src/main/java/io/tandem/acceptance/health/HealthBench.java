package io.tandem.acceptance.health;

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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How soon a report of one machine can be read on the other while all agents report every
 * second: with nothing else going on, under the metric load, and while the backlog that
 * two dead hubs leave is replayed. Confined to one thread.
 */
final class HealthBench {

	private static final Duration WARM_UP = Duration.ofSeconds(20);

	private static final Duration GIVE_UP = Duration.ofSeconds(90);

	private final Testbed testbed;

	private final int pushes;

	private final Duration outage;

	private final Path out;

	private final CrossingReport report = new CrossingReport();

	/**
	 * @param pushes how many a second the metric load makes
	 * @param outage for how long both hubs are dead
	 * @param out where every crossing goes, as {@code health.csv}
	 */
	HealthBench(Testbed testbed, int pushes, Duration outage, Path out) {
		this.testbed = testbed;
		this.pushes = pushes;
		this.outage = outage;
		this.out = out;
	}

	/**
	 * Returns the report's lines.
	 * @param quiet how long to measure without other load
	 * @param loaded how long under load before the hubs die; null for no load at all
	 */
	String run(Duration quiet, @Nullable Duration loaded) throws IOException, InterruptedException {
		if (!this.testbed.awaitHome(Duration.ofSeconds(120))) {
			throw new IOException("the machines do not get well");
		}
		String epoch = "bench-" + Instant.now().getEpochSecond();
		try (Crossings crossings = new Crossings(this.testbed)) {
			long began = System.nanoTime();
			long refused;
			StringBuilder busy = new StringBuilder("of one core, with reports alone: ");
			try (Reporters reporters = new Reporters(this.testbed.sites(), epoch, Duration.ofSeconds(1), crossings)) {
				TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
				Map<String, Long> before = cpu();
				stretch("reports alone", quiet);
				Map<String, Long> after = cpu();
				after.forEach((name, millis) -> busy.append("%s %.1f %%; ".formatted(name,
						(millis - before.getOrDefault(name, 0L)) * 100.0 / quiet.toMillis())));
				if (loaded != null) {
					backlog(epoch, loaded);
				}
				refused = reporters.refused();
			}
			List<Crossing> all = crossings.all();
			Files.writeString(this.out.resolve("health.csv"), CrossingReport.csv(all, began));
			return this.report.table(all) + "%nreports that were not taken: %d%n%s%n".formatted(refused, busy);
		}
	}

	/** Returns the processor time of what a report goes through. */
	private Map<String, Long> cpu() throws IOException, InterruptedException {
		Map<String, Long> cpu = new LinkedHashMap<>();
		for (Site site : this.testbed.sites()) {
			for (String program : List.of("health-sync", "nats")) {
				cpu.put(program + " of " + site.machine(), ProcessCpu.of(this.testbed.pid(site, program)).cpuMillis());
			}
		}
		return cpu;
	}

	private void stretch(String name, Duration length) throws InterruptedException {
		long from = System.nanoTime();
		TimeUnit.MILLISECONDS.sleep(length.toMillis());
		this.report.stretch(name, from, System.nanoTime());
	}

	/** The brokers stay: without its broker a machine takes no reports. */
	private void backlog(String run, Duration loaded) throws IOException, InterruptedException {
		Centre centre = new Centre(this.testbed);
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), (site) -> site.gateway("/api/v1/write"), run,
				this.pushes, OpenLoad.SERIES)) {
			TimeUnit.SECONDS.sleep(10);
			stretch(this.pushes + " pushes/s of 50 series", loaded);
			long down = System.nanoTime();
			try (Killed killed = new Killed(this.testbed)) {
				for (Site site : this.testbed.sites()) {
					killed.kill(site, Testbed.hub(site));
				}
				TimeUnit.MILLISECONDS.sleep(this.outage.toMillis());
			}
			long up = System.nanoTime();
			this.report.stretch("the same, both hubs dead", down, up);
			centre.begin();
			long stored = awaitStored(centre, load.done(), up);
			load.stop();
			this.report.stretch("the hubs start", up, Math.min(centre.upAt(), stored));
			this.report.stretch("the backlog is replayed", centre.upAt(), stored);
		}
	}

	/** Returns when all was stored, or when that was no longer waited for. */
	private static long awaitStored(Centre centre, Collection<Push> pushes, long up) throws InterruptedException {
		long stored = Long.MAX_VALUE;
		while (stored == Long.MAX_VALUE && System.nanoTime() - up < GIVE_UP.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(500);
			centre.sample();
			stored = centre.storedAt(pushes, up);
		}
		return (stored != Long.MAX_VALUE) ? stored : System.nanoTime();
	}

}

package io.tandem.acceptance.health;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.PacketFilter;
import io.tandem.acceptance.testbed.Testbed;
import io.tandem.fleet.Fleet;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An agent of pc2 that many depend on fails, and they after it; in the middle of that the
 * link between the machines is cut, and later healed. Counts whom both machines call and
 * for what, and when they know the same again. Confined to one thread.
 */
final class PartitionBench {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration WARM_UP = Duration.ofSeconds(30);

	private static final Duration WAVE = Duration.ofSeconds(2);

	/** Before the first agents that depend on the root fail. */
	private static final Duration CUT_AFTER = Duration.ofSeconds(1);

	/** Longer than Alertmanager waits with news of a group. */
	private static final Duration AFTER = Duration.ofSeconds(150);

	private static final Duration LOOK_EVERY = Duration.ofMillis(200);

	private final Testbed testbed;

	private final Receiver receiver;

	private final List<Set<String>> waves;

	private final Looks looks;

	private long failedAt;

	private int wavesDone;

	PartitionBench(Testbed testbed, Receiver receiver, Fleet fleet, String root) {
		this.testbed = testbed;
		this.receiver = receiver;
		this.waves = Cascade.waves(fleet, root);
		this.looks = new Looks(testbed.sites());
	}

	/** Returns the report's lines. */
	String run(Duration length) throws IOException, InterruptedException {
		this.testbed.awaitHome(Duration.ofSeconds(120));
		PartitionReport report = new PartitionReport(this.testbed, this.waves);
		String epoch = "bench-" + Instant.now().getEpochSecond();
		try (Reporters reporters = new Reporters(this.testbed.sites(), epoch, INTERVAL)) {
			TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
			this.failedAt = System.nanoTime();
			watch(reporters, report, this.failedAt + CUT_AFTER.toNanos());
			report.cutAt = System.nanoTime();
			try {
				for (Site site : this.testbed.sites()) {
					// what is dropped on arrival is lost without a word, as on a real
					// link
					PacketFilter.add(site, "-I INPUT -s " + other(site).address() + " -j DROP");
				}
				watch(reporters, report, report.cutAt + length.toNanos());
			}
			finally {
				for (Site site : this.testbed.sites()) {
					PacketFilter.clear(site);
				}
			}
			report.healedAt = System.nanoTime();
			watch(reporters, report, report.healedAt + AFTER.toNanos());
			return report.text(this.receiver.notifications(), this.looks, reporters.taken(), reporters.refused());
		}
	}

	private void watch(Reporters reporters, PartitionReport report, long until) throws InterruptedException {
		for (int look = 0; System.nanoTime() - until < 0; look++) {
			fail(reporters);
			if (report.cutAt != 0) {
				for (Site site : this.testbed.sites()) {
					if (!report.detectedAt.containsKey(site.machine()) && this.looks.isCutOff(site, other(site))) {
						report.detectedAt.put(site.machine(), System.nanoTime());
					}
				}
			}
			if (report.healedAt != 0 && report.equalAt == 0 && this.looks.areEqual()) {
				report.equalAt = System.nanoTime();
			}
			if (look % 5 == 0) {
				this.looks.lookAtIncidents();
			}
			TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
		}
	}

	/** Has those fail whose time has come. */
	private void fail(Reporters reporters) {
		while (this.wavesDone < this.waves.size()
				&& System.nanoTime() - this.failedAt >= this.wavesDone * WAVE.toNanos()) {
			this.waves.get(this.wavesDone).forEach((agent) -> reporters.change(agent, HealthStatus.DOWN));
			this.wavesDone++;
		}
	}

	private Site other(Site site) {
		return site.equals(this.testbed.mainpc) ? this.testbed.pc2 : this.testbed.mainpc;
	}

}

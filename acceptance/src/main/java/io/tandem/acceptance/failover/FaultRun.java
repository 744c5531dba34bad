package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Push;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts the load on one side, a fault on pc2's hub, and measures. Confined to one thread.
 */
final class FaultRun {

	private static final Duration WARM_UP = Duration.ofSeconds(2);

	private static final Duration AFTERWARDS = Duration.ofSeconds(2);

	private static final Duration STORED_WITHIN = Duration.ofSeconds(90);

	private final Testbed testbed;

	private final FaultSwitch faults;

	private final Duration before;

	private final Duration during;

	FaultRun(Testbed testbed, FaultSwitch faults, Duration before, Duration during) {
		this.testbed = testbed;
		this.faults = faults;
		this.before = before;
		this.during = during;
	}

	Measurement measure(Side side, Fault fault, int number) throws IOException, InterruptedException {
		String label = "bench-" + side.name().toLowerCase(java.util.Locale.ROOT) + "-" + fault.word() + "-" + number
				+ "-" + Instant.now().getEpochSecond();
		Instant began = Instant.now();
		this.faults.aim();
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), side::target, label)) {
			TimeUnit.MILLISECONDS.sleep(WARM_UP.plus(this.before).toMillis());
			try (NextTier next = (side == Side.TANDEM) ? new NextTier(this.testbed, this.testbed.pc2) : null) {
				this.faults.on(fault);
				Instant wall = Instant.now();
				long at = System.nanoTime();
				TimeUnit.NANOSECONDS.sleep(at + this.during.toNanos() - System.nanoTime());
				this.faults.off();
				TimeUnit.MILLISECONDS.sleep(AFTERWARDS.toMillis());
				Collection<Push> pushes = load.stop();
				List<Decisions.Away> away = (side == Side.TANDEM) ? decisions(wall) : List.of();
				Long decided = away.isEmpty() ? null : Duration.between(wall, away.getFirst().at()).toMillis();
				this.testbed.awaitHome(Duration.ofSeconds(90));
				return new Measurement(side.name(), fault.word(), number, wall,
						Figures.between(pushes, at - this.before.toNanos(), at),
						Figures.between(pushes, at, at + this.during.toNanos()),
						(next != null) ? millis(at, next.firstNanos()) : proxied(pushes, at), decided,
						away.isEmpty() ? "" : away.getFirst().why(),
						new Stored(this.testbed).lost(pushes, label, began, STORED_WITHIN));
			}
		}
		finally {
			this.faults.off();
		}
	}

	private List<Decisions.Away> decisions(Instant since) throws InterruptedException {
		try {
			return Decisions.away(this.testbed, this.testbed.pc2, since);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	/** The first answer from the other machine's hub to a push due after the fault. */
	private @Nullable Long proxied(Collection<Push> pushes, long at) {
		Site site = this.testbed.pc2;
		return pushes.stream()
			.filter((push) -> push.dueNanos() - at >= 0 && push.isAcknowledged()
					&& push.machine().equals(site.machine()) && push.servedBy().equals(this.testbed.mainpc.machine()))
			.map((push) -> (push.doneNanos() - at) / 1_000_000)
			.min(Long::compare)
			.orElse(null);
	}

	private static @Nullable Long millis(long at, long nanos) {
		return (nanos != 0) ? (nanos - at) / 1_000_000 : null;
	}

}

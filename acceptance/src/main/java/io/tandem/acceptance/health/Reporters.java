package io.tandem.acceptance.health;

import io.tandem.acceptance.fleet.AgentNames;
import io.tandem.acceptance.fleet.Site;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All agents of both machines, each reporting to its own machine once in an interval,
 * evenly spread over it. Few threads share the agents, so that an answer that stays out
 * delays few others. Thread-safe; runs until closed.
 */
public final class Reporters implements AutoCloseable {

	private static final int THREADS_PER_MACHINE = 8;

	private final Map<String, HealthStatus> statuses = new ConcurrentHashMap<>();

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicLong taken = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final String epoch;

	private final long interval;

	private volatile boolean stopped;

	/**
	 * Starts reporting.
	 * @param epoch the life of all the agents
	 */
	Reporters(List<Site> sites, String epoch, Duration interval) {
		this(sites, epoch, interval, Map.of());
	}

	/**
	 * Starts reporting.
	 * @param epoch the life of all the agents
	 * @param crossings watch for reports before they are sent
	 */
	public Reporters(List<Site> sites, String epoch, Duration interval, Crossings crossings) {
		this(sites, epoch, interval, crossings.watches());
	}

	/**
	 * Starts reporting.
	 * @param epoch the life of all the agents
	 * @param watches who is told of a machine's reports before they are sent
	 */
	private Reporters(List<Site> sites, String epoch, Duration interval, Map<String, CrossingWatch> watches) {
		this.epoch = epoch;
		this.interval = interval.toNanos();
		long began = System.nanoTime();
		for (Site site : sites) {
			List<String> names = AgentNames.of(site);
			for (int thread = 0; thread < THREADS_PER_MACHINE; thread++) {
				List<Turn> turns = new ArrayList<>();
				for (int i = thread; i < names.size(); i += THREADS_PER_MACHINE) {
					turns.add(new Turn(names.get(i), began + this.interval * i / names.size()));
				}
				CrossingWatch watch = watches.get(site.machine());
				this.threads.add(Thread.ofPlatform()
					.daemon()
					.priority(Thread.MAX_PRIORITY)
					.name("report-" + site.machine() + "-" + thread)
					.start(() -> report(site, turns, watch)));
			}
		}
	}

	/** Has an agent report a status from its next report on; it begins with UP. */
	public void change(String agent, HealthStatus status) {
		this.statuses.put(agent, status);
	}

	/** Returns how many reports were answered 2xx so far. */
	long taken() {
		return this.taken.get();
	}

	/** Returns how many were answered otherwise or not at all. */
	long refused() {
		return this.refused.get();
	}

	private void report(Site site, List<Turn> turns, @Nullable CrossingWatch watch) {
		for (long sequence = 1; !this.stopped; sequence++) {
			for (Turn turn : turns) {
				long due = turn.first + (sequence - 1) * this.interval;
				for (long left = due - System.nanoTime(); left > 0 && !this.stopped; left = due - System.nanoTime()) {
					LockSupport.parkNanos(left);
				}
				if (this.stopped) {
					return;
				}
				report(site, turn.agent, sequence, watch);
			}
		}
	}

	private void report(Site site, String agent, long sequence, @Nullable CrossingWatch watch) {
		byte[] json = HealthReports.write(new HealthReport(agent, site.machine(),
				this.statuses.getOrDefault(agent, HealthStatus.UP), Instant.now(), sequence, this.epoch,
				Map.of("queue", (double) (sequence % 7), "load", sequence * 0.25), null));
		CrossingWatch.Expected expected = (watch != null) ? watch.expect(agent, this.epoch, sequence) : null;
		boolean isTaken;
		try {
			isTaken = Http.post(site.health("/api/v1/health"), json) / 100 == 2;
		}
		catch (IOException ex) {
			isTaken = false;
		}
		if (expected != null) {
			expected.answered(isTaken);
		}
		(isTaken ? this.taken : this.refused).incrementAndGet();
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			LockSupport.unpark(thread);
		}
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * An agent and when it reports first, by {@link System#nanoTime()}.
	 */
	private record Turn(String agent, long first) {
	}

}

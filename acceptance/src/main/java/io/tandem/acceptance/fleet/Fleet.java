package io.tandem.acceptance.fleet;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The simulated agents of both machines, every second one pushing by remote write, the
 * others by the Pushgateway API. Each pushes once in an interval, spread over it, and
 * reports its health at every fifth push. Bounded in time and number.
 */
public final class Fleet implements AutoCloseable {

	private static final int PUSHES_PER_HEALTH_REPORT = 5;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final HttpClient client = Access.agent();

	private final List<Future<Tally>> running = new ArrayList<>();

	private volatile boolean stopped;

	/**
	 * Starts the agents.
	 * @param run a label of this run, so that its samples can be told from another's
	 * @param series samples in one push, at least 1
	 */
	public Fleet(List<Site> sites, String run, int series, Duration interval) {
		int total = sites.stream().mapToInt(Site::agents).sum();
		long startAt = System.nanoTime();
		int started = 0;
		for (Site site : sites) {
			for (String name : AgentNames.of(site)) {
				Agent agent = new Agent(this.client, site, name, run, series, started % 2 == 0);
				long first = startAt + interval.toNanos() * started / total;
				this.running.add(this.threads.submit(() -> live(agent, first, interval.toNanos())));
				started++;
			}
		}
	}

	/** Stops the agents after their push in progress and returns what each has sent. */
	public List<Tally> stop() throws InterruptedException {
		this.stopped = true;
		List<Tally> tallies = new ArrayList<>();
		for (Future<Tally> agent : this.running) {
			try {
				tallies.add(agent.get());
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("an agent ended before its time", ex.getCause());
			}
		}
		return tallies;
	}

	@Override
	public void close() {
		this.stopped = true;
		this.threads.close();
		this.client.close();
	}

	private Tally live(Agent agent, long first, long interval) throws InterruptedException {
		long next = first;
		for (int turn = 0; !this.stopped; turn++) {
			TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
			agent.push(Instant.now());
			if (turn % PUSHES_PER_HEALTH_REPORT == 0) {
				agent.report();
			}
			next = Math.max(next + interval, System.nanoTime());
		}
		return agent.tally();
	}

}

package io.tandem.acceptance.testbed;

import io.tandem.acceptance.fleet.AgentSeries;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Agents that push on a schedule, whatever became of the pushes before: an answer that
 * stays out delays no other push. At most {@value #MAX_IN_FLIGHT} pushes are under way; a
 * further one counts as failed. Thread-safe; runs until closed.
 */
public final class OpenLoad implements AutoCloseable {

	public static final int PUSHES_PER_SECOND = 200;

	public static final int SERIES = 50;

	private static final int MAX_IN_FLIGHT = 4000;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String SERVED_BY = "X-Served-By";

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);

	private final Collection<Push> done = new ConcurrentLinkedQueue<>();

	private final List<Agent> agents = new ArrayList<>();

	private final int pushesPerSecond;

	private final Thread schedule;

	private volatile boolean stopped;

	/** Starts {@value #PUSHES_PER_SECOND} pushes a second. */
	public OpenLoad(List<Site> sites, Function<Site, URI> target, String run) {
		this(sites, target, run, PUSHES_PER_SECOND, SERIES);
	}

	/**
	 * Starts pushing.
	 * @param target where a machine's agents push to
	 * @param run a label of this run, so that its samples can be told from another's
	 * @param pushesPerSecond of all agents together
	 * @param series in each push
	 */
	public OpenLoad(List<Site> sites, Function<Site, URI> target, String run, int pushesPerSecond, int series) {
		this.pushesPerSecond = pushesPerSecond;
		for (Site site : sites) {
			for (int i = 1; i <= site.agents(); i++) {
				String name = "%s-agent-%02d".formatted(site.machine(), i);
				this.agents
					.add(new Agent(site.machine(), name, target.apply(site), new AgentSeries(name, run, series)));
			}
		}
		this.schedule = Thread.ofPlatform().daemon().name("schedule").start(this::push);
	}

	/** Returns the pushes that have ended so far. */
	public Collection<Push> done() {
		return this.done;
	}

	/** Stops, waits for the pushes under way and returns all. */
	public Collection<Push> stop() throws InterruptedException {
		this.stopped = true;
		this.schedule.join();
		this.threads.close();
		return this.done;
	}

	@Override
	public void close() {
		this.stopped = true;
		this.threads.shutdownNow();
		this.client.shutdownNow();
	}

	private void push() {
		long interval = Duration.ofSeconds(1).toNanos() / this.pushesPerSecond;
		long began = System.nanoTime();
		long beganMillis = System.currentTimeMillis();
		long due = began;
		for (int turn = 0; !this.stopped; turn++) {
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			Agent agent = this.agents.get(turn % this.agents.size());
			long number = turn / this.agents.size() + 1L;
			long at = due;
			// by the schedule, so that two late pushes of an agent never share a time
			long millis = beganMillis + (due - began) / 1_000_000;
			if (this.room.tryAcquire()) {
				try {
					this.threads.submit(() -> push(agent, number, at, millis));
				}
				catch (RejectedExecutionException ex) {
					// closed before it was stopped: nobody asks for the rest
					return;
				}
			}
			else {
				this.done.add(new Push(agent.machine(), agent.name(), number, at, System.nanoTime(), 0, ""));
			}
			due += interval;
		}
	}

	private void push(Agent agent, long number, long due, long millis) {
		int status = 0;
		String servedBy = "";
		try {
			HttpResponse<Void> response = this.client.send(agent.request(number, millis), BodyHandlers.discarding());
			status = response.statusCode();
			servedBy = response.headers().firstValue(SERVED_BY).orElse("");
		}
		catch (IOException ex) {
			status = 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			// whatever became of it, nobody may take it for one that was never sent
			this.done.add(new Push(agent.machine(), agent.name(), number, due, System.nanoTime(), status, servedBy));
			this.room.release();
		}
	}

	/** One simulated agent. Immutable. */
	private record Agent(String machine, String name, URI target, AgentSeries series) {

		HttpRequest request(long number, long at) {
			return HttpRequest.newBuilder(this.target)
				.timeout(TIMEOUT)
				.header("Content-Encoding", "snappy")
				.header("Content-Type", "application/x-protobuf")
				.header("X-Prometheus-Remote-Write-Version", "0.1.0")
				.POST(BodyPublishers.ofByteArray(this.series.body(number, at)))
				.build();
		}

	}

}

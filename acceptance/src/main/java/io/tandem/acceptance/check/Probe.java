package io.tandem.acceptance.check;

import io.tandem.acceptance.fleet.Access;
import io.tandem.acceptance.fleet.Site;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/**
 * Measures how long a sample pushed on one machine takes until it can be read on another:
 * pushes one at a time and asks, every few milliseconds, until it is there. What it
 * measures includes the asking. Runs on a thread of its own until closed.
 */
public final class Probe implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofMillis(250);

	private static final Duration GIVE_UP = Duration.ofSeconds(5);

	private static final long POLL_MILLIS = 2;

	private final HttpClient client = Access.agent();

	private final Observer observer = new Observer();

	private final Site from;

	private final Site to;

	private final String run;

	private final Histogram seenByHub = new Histogram(3);

	private final Histogram stored = new Histogram(3);

	private final Thread thread;

	private volatile boolean stopped;

	private int unseen;

	public Probe(Site from, Site to, String run) {
		this.from = from;
		this.to = to;
		this.run = run;
		this.thread = Thread.ofVirtual().name("probe").start(this::measure);
	}

	/** Ends after the measurement in progress. */
	public void stop() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
	}

	/**
	 * Returns the time from push to the other hub's window, in microseconds; call after
	 * {@link #stop}.
	 */
	public Histogram seenByHub() {
		return this.seenByHub;
	}

	/**
	 * Returns the time from push to the other machine's Prometheus, in microseconds; call
	 * after {@link #stop}.
	 */
	public Histogram stored() {
		return this.stored;
	}

	/** Returns how many probes were not seen in time or could not be pushed. */
	public int unseen() {
		return this.unseen;
	}

	private void measure() {
		String selector = "demo_probe{run=\"" + this.run + "\"}";
		try {
			for (long number = 1; !this.stopped; number++) {
				long started = System.nanoTime();
				try {
					push(number);
					await(started, number, this.seenByHub,
							() -> this.observer
								.get(this.to.hub("/api/v1/samples?match%5B%5D=" + Observer.encode(selector)))
								.path("series")
								.path(0)
								.path("samples"));
					await(started, number, this.stored,
							() -> this.observer.query(this.to, selector + "[15s]").path(0).path("values"));
				}
				catch (IOException ex) {
					this.unseen++;
				}
				TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void push(long number) throws IOException, InterruptedException {
		TimeSeries series = new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "demo_probe", "run", this.run)),
				List.of(new Sample(Instant.now().toEpochMilli(), number)));
		int status = this.client
			.send(HttpRequest.newBuilder(this.from.gateway("/api/v1/write"))
				.timeout(GIVE_UP)
				.header("Content-Encoding", "snappy")
				.header("Content-Type", "application/x-protobuf")
				.POST(BodyPublishers.ofByteArray(WriteRequests.encode(List.of(series))))
				.build(), BodyHandlers.discarding())
			.statusCode();
		if (status / 100 != 2) {
			throw new IOException("push answered " + status);
		}
	}

	private void await(long started, long number, Histogram times, Samples samples)
			throws IOException, InterruptedException {
		while (System.nanoTime() - started < GIVE_UP.toNanos()) {
			JsonNode values = samples.get();
			if (!values.isEmpty() && Double.parseDouble(values.path(values.size() - 1).path(1).asString()) >= number) {
				times.recordValue((System.nanoTime() - started) / 1000);
				return;
			}
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
		}
		throw new IOException("not seen in " + GIVE_UP);
	}

	@Override
	public void close() {
		this.stopped = true;
		this.thread.interrupt();
		this.client.close();
		this.observer.close();
	}

	@FunctionalInterface
	private interface Samples {

		JsonNode get() throws IOException, InterruptedException;

	}

}

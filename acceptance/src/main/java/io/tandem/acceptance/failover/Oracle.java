package io.tandem.acceptance.failover;

import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of a hub that knows nothing of failover: writes one sample every 100 ms,
 * whatever became of the last, and expects an answer within a second. What it sees fail
 * is what "the hub failed" means. Runs until closed.
 */
final class Oracle implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Collection<Instant> failures = new ConcurrentLinkedQueue<>();

	private final URI hub;

	private final Thread thread;

	private volatile boolean stopped;

	Oracle(URI hub) {
		this.hub = hub;
		this.thread = Thread.ofPlatform().daemon().name("oracle").start(this::ask);
	}

	/** Returns whether a try that began in between failed. */
	boolean sawFailure(Instant from, Instant to) {
		return this.failures.stream().anyMatch((at) -> !at.isBefore(from) && !at.isAfter(to));
	}

	/** Returns how many tries have failed so far. */
	int failures() {
		return this.failures.size();
	}

	private void ask() {
		long due = System.nanoTime();
		while (!this.stopped) {
			this.threads.submit(this::write);
			due += INTERVAL.toNanos();
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
		}
	}

	private void write() {
		Instant began = Instant.now();
		TimeSeries series = new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "bench_oracle")),
				List.of(new Sample(began.toEpochMilli(), 1)));
		try {
			int status = this.client
				.send(HttpRequest.newBuilder(this.hub)
					.timeout(TIMEOUT)
					.header("Content-Encoding", "snappy")
					.header("Content-Type", "application/x-protobuf")
					.POST(BodyPublishers.ofByteArray(WriteRequests.encode(List.of(series))))
					.build(), BodyHandlers.discarding())
				.statusCode();
			if (status / 100 != 2) {
				this.failures.add(began);
			}
		}
		catch (IOException ex) {
			if (!this.stopped) {
				this.failures.add(began);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
		this.threads.shutdownNow();
		this.client.shutdownNow();
	}

}

package io.tandem.acceptance.migration;

import io.tandem.acceptance.fleet.AgentSeries;
import io.tandem.acceptance.fleet.Site;
import io.tandem.agent.health.AgentHealth;
import io.tandem.agent.health.HealthPublisher;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A simulated agent that knows nothing of being moved: it pushes its numbers to its
 * machine's gateway, and notes which were promised to be kept and which were only handed
 * on to the old path. Confined to its thread, but for {@link #stop} and
 * {@link #breakDown}; what it noted may be read once that has ended.
 */
final class MovingAgent implements Runnable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int PUSHES_PER_REPORT = 3;

	private final HttpClient client;

	private final Site site;

	private final String name;

	private final AgentSeries series;

	private final HealthPublisher health;

	private final long intervalNanos;

	private final BitSet kept = new BitSet();

	private int handedOn;

	private int failed;

	private volatile boolean stopped;

	private volatile boolean isBroken;

	MovingAgent(HttpClient client, Site site, String name, String run, int size, Duration interval) {
		this.client = client;
		this.site = site;
		this.name = name;
		this.series = new AgentSeries(name, run, size);
		this.health = new HealthPublisher(client, site.health(""), name, site.machine(), run, TIMEOUT,
				InstantSource.system());
		this.intervalNanos = interval.toNanos();
	}

	@Override
	public void run() {
		long next = System.nanoTime();
		try {
			for (int number = 1; !this.stopped; number++) {
				push(number);
				if (number % PUSHES_PER_REPORT == 1) {
					this.health.publish(new AgentHealth.State(this.isBroken ? HealthStatus.DOWN : HealthStatus.UP,
							Map.of("pushes", (double) number), null));
				}
				next = Math.max(next + this.intervalNanos, System.nanoTime());
				TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void push(int number) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.site.gateway("/api/v1/write"))
			.timeout(TIMEOUT)
			.header("Content-Encoding", "snappy")
			.header("Content-Type", "application/x-protobuf")
			.POST(BodyPublishers.ofByteArray(this.series.body(number, Instant.now().toEpochMilli())))
			.build();
		try {
			HttpResponse<Void> answer = this.client.send(request, BodyHandlers.discarding());
			if (answer.statusCode() / 100 != 2) {
				this.failed++;
			}
			else if (answer.headers().firstValue("Tandem-Route").isPresent()) {
				this.handedOn++;
			}
			else {
				this.kept.set(number);
			}
		}
		catch (IOException ex) {
			this.failed++;
		}
	}

	/** Makes it say that it is down, or up again. */
	void breakDown(boolean broken) {
		this.isBroken = broken;
	}

	void stop() {
		this.stopped = true;
	}

	String name() {
		return this.name;
	}

	Site site() {
		return this.site;
	}

	/** Returns the numbers of the pushes that were promised to be kept. */
	BitSet kept() {
		return this.kept;
	}

	/** Returns how many pushes the old path took. */
	int handedOn() {
		return this.handedOn;
	}

	/** Returns how many pushes nobody took. */
	int failed() {
		return this.failed;
	}

}

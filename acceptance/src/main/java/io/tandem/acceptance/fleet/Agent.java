package io.tandem.acceptance.fleet;

import io.tandem.agent.health.AgentHealth;
import io.tandem.agent.health.HealthPublisher;
import io.tandem.agent.push.PushClient;
import io.tandem.agent.push.PushOutcome;
import io.tandem.agent.push.PushTargets;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A simulated agent. Each push carries its number as the sample of
 * {@value AgentSeries#NUMBER_METRIC}, and the number of a push that was not acknowledged
 * is never used again: it may or may not be stored. Those that push by remote write do it
 * as an agent in Java does, and go to the machine's hub while its gateway does not
 * answer; the others are plain HTTP clients of the gateway. Confined to the agent's
 * thread; its {@link Tally} may be read once that has ended.
 */
final class Agent {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HttpClient client;

	private final Site site;

	private final Tally tally;

	private final String run;

	private final int size;

	private final AgentSeries series;

	private final boolean remoteWrite;

	private final PushClient push;

	private final HealthPublisher health;

	private long number;

	Agent(HttpClient client, Site site, String name, String run, int size, boolean remoteWrite) {
		this.client = client;
		this.site = site;
		this.run = run;
		this.size = size;
		this.series = new AgentSeries(name, run, size);
		this.remoteWrite = remoteWrite;
		this.tally = new Tally(site.machine(), name);
		this.push = new PushClient(client, name, new PushTargets(site.gateway(""), site.hub(""), List.of()), TIMEOUT);
		this.health = new HealthPublisher(client, site.health(""), name, site.machine(), run, TIMEOUT,
				InstantSource.system());
	}

	/** Pushes once and notes whether it was acknowledged. */
	void push(Instant now) throws InterruptedException {
		this.number++;
		byte[] body = this.remoteWrite ? this.series.body(this.number, now.toEpochMilli()) : new byte[0];
		long started = System.nanoTime();
		if (this.remoteWrite ? isTaken(body) : isAccepted(pushgateway())) {
			this.tally.acknowledged(this.number, System.nanoTime() - started);
		}
		else {
			this.tally.failed(this.number);
		}
	}

	/** Sends a health report and notes its sequence if it was acknowledged. */
	void report() throws InterruptedException {
		Map<String, Double> metrics = Map.of("pushes", (double) this.number);
		if (this.health.publish(new AgentHealth.State(HealthStatus.UP, metrics, null))) {
			this.tally.reported(this.health.sequence());
		}
	}

	Tally tally() {
		return this.tally;
	}

	private boolean isTaken(byte[] body) throws InterruptedException {
		if (this.push.send(body) instanceof PushOutcome.Accepted accepted) {
			if (!accepted.target().equals("gateway")) {
				this.tally.fellBack();
			}
			return true;
		}
		return false;
	}

	private boolean isAccepted(HttpRequest request) throws InterruptedException {
		try {
			return this.client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private HttpRequest pushgateway() {
		StringBuilder body = new StringBuilder("# TYPE demo_value gauge\n");
		for (int i = 1; i < this.size; i++) {
			body.append("demo_value{item=\"").append(i).append("\"} ").append(this.number * 0.5 + i).append('\n');
		}
		body.append("# TYPE ").append(AgentSeries.NUMBER_METRIC).append(" counter\n");
		body.append(AgentSeries.NUMBER_METRIC).append(' ').append(this.number).append('\n');
		return HttpRequest
			.newBuilder(this.site.gateway("/metrics/job/demo/instance/" + this.tally.agent() + "/run/" + this.run))
			.timeout(TIMEOUT)
			.header("Content-Type", "text/plain; version=0.0.4")
			.POST(BodyPublishers.ofString(body.toString()))
			.build();
	}

}

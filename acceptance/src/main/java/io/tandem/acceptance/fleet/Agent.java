package io.tandem.acceptance.fleet;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A simulated agent. Each push carries its number as the sample of
 * {@value #NUMBER_METRIC}, and the number of a push that was not acknowledged is never
 * used again: it may or may not be stored. Confined to the agent's thread; its
 * {@link Tally} may be read once that has ended.
 */
final class Agent {

	/** The metric whose samples are the numbers of the pushes. */
	static final String NUMBER_METRIC = "demo_push_number";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HttpClient client;

	private final Site site;

	private final Tally tally;

	private final String run;

	private final int series;

	private final boolean remoteWrite;

	private long number;

	private long healthSequence;

	Agent(HttpClient client, Site site, String name, String run, int series, boolean remoteWrite) {
		this.client = client;
		this.site = site;
		this.run = run;
		this.series = series;
		this.remoteWrite = remoteWrite;
		this.tally = new Tally(site.machine(), name);
	}

	/** Pushes once and notes whether it was acknowledged. */
	void push(Instant now) throws InterruptedException {
		this.number++;
		HttpRequest request = this.remoteWrite ? remoteWrite(now) : pushgateway();
		long started = System.nanoTime();
		if (isAccepted(request)) {
			this.tally.acknowledged(this.number, System.nanoTime() - started);
		}
		else {
			this.tally.failed(this.number);
		}
	}

	/** Sends a health report and notes its sequence if it was acknowledged. */
	void report(Instant now) throws InterruptedException {
		this.healthSequence++;
		String body = """
				{"agent": "%s", "machine": "%s", "status": "UP", "timestamp": "%s", "epoch": "%s", "sequence": %d,\
				 "metrics": {"pushes": %d}}""".formatted(this.tally.agent(), this.site.machine(), now, this.run,
				this.healthSequence, this.number);
		HttpRequest request = HttpRequest.newBuilder(this.site.health("/api/v1/health"))
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		if (isAccepted(request)) {
			this.tally.reported(this.healthSequence);
		}
	}

	Tally tally() {
		return this.tally;
	}

	private boolean isAccepted(HttpRequest request) throws InterruptedException {
		try {
			return this.client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private HttpRequest remoteWrite(Instant now) {
		List<TimeSeries> body = new ArrayList<>();
		long at = now.toEpochMilli();
		Map<String, String> own = Map.of("job", "demo", "instance", this.tally.agent(), "run", this.run);
		body.add(new TimeSeries(Labels.of(own).with(Map.of(Labels.METRIC_NAME, NUMBER_METRIC)),
				List.of(new Sample(at, this.number))));
		for (int i = 1; i < this.series; i++) {
			body.add(new TimeSeries(
					Labels.of(own).with(Map.of(Labels.METRIC_NAME, "demo_value", "item", Integer.toString(i))),
					List.of(new Sample(at, this.number * 0.5 + i))));
		}
		return HttpRequest.newBuilder(this.site.gateway("/api/v1/write"))
			.timeout(TIMEOUT)
			.header("Content-Encoding", "snappy")
			.header("Content-Type", "application/x-protobuf")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.POST(BodyPublishers.ofByteArray(WriteRequests.encode(body)))
			.build();
	}

	private HttpRequest pushgateway() {
		StringBuilder body = new StringBuilder("# TYPE demo_value gauge\n");
		for (int i = 1; i < this.series; i++) {
			body.append("demo_value{item=\"").append(i).append("\"} ").append(this.number * 0.5 + i).append('\n');
		}
		body.append("# TYPE ").append(NUMBER_METRIC).append(" counter\n");
		body.append(NUMBER_METRIC).append(' ').append(this.number).append('\n');
		return HttpRequest
			.newBuilder(this.site.gateway("/metrics/job/demo/instance/" + this.tally.agent() + "/run/" + this.run))
			.timeout(TIMEOUT)
			.header("Content-Type", "text/plain; version=0.0.4")
			.POST(BodyPublishers.ofString(body.toString()))
			.build();
	}

}

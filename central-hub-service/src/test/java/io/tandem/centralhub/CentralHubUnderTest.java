package io.tandem.centralhub;

import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The whole service on a port of its own. */
final class CentralHubUnderTest implements AutoCloseable {

	private final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final ConfigurableApplicationContext context;

	private final String url;

	private CentralHubUnderTest(ConfigurableApplicationContext context) {
		this.context = context;
		this.url = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
	}

	static CentralHubUnderTest start(NatsServer nats, Path state, String sinkUrl, String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--tandem.machine=mainpc",
				"--tandem.state-directory=" + state, "--nats.spring.server=" + nats.url(),
				"--tandem.sink.url=" + sinkUrl, "--tandem.sink.first-backoff=50ms", "--tandem.sink.max-backoff=500ms",
				"--tandem.hub.streams.max-bytes=64MB", "--tandem.hub.streams.mirror-max-bytes=64MB",
				"--tandem.hub.streams.backlog-max-bytes=64MB", "--tandem.hub.streams.backlog-mirror-max-bytes=64MB",
				"--tandem.sink.dead-letter-max-bytes=16MB"));
		arguments.addAll(List.of(settings));
		return new CentralHubUnderTest(new SpringApplicationBuilder(CentralHubService.class)
			.properties(ServiceLauncher.defaults("central-hub"))
			.run(arguments.toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Returns a body with one sample of each name. */
	static byte[] body(long time, double value, String... names) {
		List<TimeSeries> series = new ArrayList<>();
		for (String name : names) {
			series.add(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, name, "job", "it")),
					List.of(new Sample(time, value))));
		}
		return WriteRequests.encode(series);
	}

	int push(@Nullable RecordRange range, byte[] body, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + "/api/v1/write"))
			.timeout(Duration.ofSeconds(20))
			.header("Content-Encoding", "snappy")
			.header("Content-Type", "application/x-protobuf")
			.POST(BodyPublishers.ofByteArray(body));
		if (range != null) {
			range.writeTo(request::header);
			request.header("Tandem-Accepted-At", Long.toString(System.currentTimeMillis()));
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(
				HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(20)).build(),
				BodyHandlers.ofString());
	}

	JsonNode json(String path) throws IOException, InterruptedException {
		return this.json.readTree(get(path).body());
	}

	/**
	 * Returns the ledger's account of an epoch of pc2's records; missing if it has none
	 * yet.
	 */
	JsonNode epoch(String epoch) throws IOException, InterruptedException {
		return json("/api/v1/ledger?origin=pc2").path("records")
			.valueStream()
			.filter((node) -> node.path("epoch").asString().equals(epoch))
			.findFirst()
			.orElse(MissingNode.getInstance());
	}

	@Override
	public void close() {
		this.context.close();
		this.http.close();
	}

}

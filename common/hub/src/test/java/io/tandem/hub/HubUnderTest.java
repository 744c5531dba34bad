package io.tandem.hub;

import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub on a port of its own, with what both hub services have in common. */
final class HubUnderTest implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final ConfigurableApplicationContext context;

	private final String url;

	private HubUnderTest(ConfigurableApplicationContext context) {
		this.context = context;
		this.url = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
	}

	static HubUnderTest start(NatsServer nats, Path state, String machine, String... settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--tandem.hub.enabled=true", "--tandem.machine=" + machine,
						"--tandem.state-directory=" + state, "--nats.spring.server=" + nats.url()));
		arguments.addAll(List.of(settings));
		return new HubUnderTest(new SpringApplicationBuilder(Hub.class).properties(ServiceLauncher.defaults("hub"))
			.properties("tandem.hub.streams.max-bytes=64MB", "tandem.hub.streams.mirror-max-bytes=64MB",
					"tandem.hub.streams.backlog-max-bytes=64MB", "tandem.hub.streams.backlog-mirror-max-bytes=64MB")
			.run(arguments.toArray(String[]::new)));
	}

	String address() {
		return this.url;
	}

	/** Pushes one sample by remote write. */
	HttpResponse<String> write(String name, long time, double value) {
		return write(body(name, time, value));
	}

	static byte[] body(String name, long time, double value) {
		return WriteRequests.encode(List.of(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, name, "job", "it")),
				List.of(new Sample(time, value)))));
	}

	HttpResponse<String> write(byte[] body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + "/api/v1/write"))
			.header("Content-Encoding", "snappy")
			.header("Content-Type", "application/x-protobuf")
			.POST(BodyPublishers.ofByteArray(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request);
	}

	/** Pushes a record of pc2 as its gateway's backlog lane does. */
	HttpResponse<String> writeBacklog(byte[] body, long sequence) {
		List<String> headers = new ArrayList<>(List.of("Tandem-Lane", "BACKLOG"));
		new RecordRange("pc2", "e1", sequence, sequence).writeTo((name, value) -> headers.addAll(List.of(name, value)));
		return write(body, headers.toArray(String[]::new));
	}

	/** Replaces a push group. */
	HttpResponse<String> put(String path, String text) {
		return send(HttpRequest.newBuilder(URI.create(this.url + path)).PUT(BodyPublishers.ofString(text)));
	}

	HttpResponse<String> probe() {
		return send(HttpRequest.newBuilder(URI.create(this.url + "/api/v1/probe")).POST(BodyPublishers.noBody()));
	}

	static JsonNode json(HttpResponse<String> answer) {
		return JSON.readTree(answer.body());
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(URI.create(this.url + path)));
	}

	/** Asks by a form, as Grafana does for long selectors. */
	HttpResponse<String> post(String path, String form) {
		return send(HttpRequest.newBuilder(URI.create(this.url + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
	}

	JsonNode samples(String selector) {
		HttpResponse<String> answer = get("/api/v1/samples?match[]=".replace("[]", "%5B%5D")
				+ URLEncoder.encode(selector, StandardCharsets.UTF_8));
		if (answer.statusCode() != 200) {
			throw new AssertionError(answer.statusCode() + " " + answer.body());
		}
		return JSON.readTree(answer.body());
	}

	/** Returns the times of the samples of all series that the selector takes. */
	List<Long> times(String selector) {
		return stream(samples(selector).get("series")).flatMap((series) -> stream(series.get("samples")))
			.map((sample) -> sample.get(0).asLong())
			.toList();
	}

	private static Stream<JsonNode> stream(JsonNode array) {
		return array.valueStream();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.http.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Hub {

	}

}

package io.tandem.healthsync;

import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service of one machine, in this JVM, on a free port. */
final class RunningService implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final ConfigurableApplicationContext context;

	private final URI base;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
		this.base = URI.create("http://127.0.0.1:"
				+ Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
	}

	/**
	 * @param settings more of them; without any, nobody is paged
	 */
	static RunningService start(String machine, String peers, NatsServer nats, Path state, String... settings) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--tandem.machine=" + machine,
				"--tandem.peers=" + peers, "--nats.spring.server=" + nats.url(),
				"--tandem.state-directory=" + state.resolve(machine), "--tandem.fleet-file=../deploy/fleet.yaml",
				"--tandem.health.streams.health-max-bytes=64MB", "--tandem.health.streams.events-max-bytes=16MB",
				"--tandem.health.streams.watch-interval=200ms"));
		if (settings.length == 0) {
			all.add("--tandem.alerting.alertmanager-urls=");
		}
		all.addAll(List.of(settings));
		return new RunningService(
				ServiceLauncher.run(HealthSyncService.class, "health-sync", all.toArray(String[]::new)));
	}

	/** Returns where it is. */
	URI base() {
		return this.base;
	}

	HttpResponse<String> post(String json) {
		return post("/api/v1/health", json);
	}

	HttpResponse<String> post(String path, String json) {
		return send(HttpRequest.newBuilder(this.base.resolve(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	/** Returns the lines of a stream as they come; the stream ends with the service. */
	Stream<String> lines(String path) {
		return this.http
			.sendAsync(HttpRequest.newBuilder(this.base.resolve(path)).build(), HttpResponse.BodyHandlers.ofLines())
			.join()
			.body();
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(this.base.resolve(path)));
	}

	/** Returns the JSON at that path; a missing node for what is not found. */
	JsonNode json(String path) {
		HttpResponse<String> response = get(path);
		return (response.statusCode() == 200) ? JSON.readTree(response.body()) : JSON.missingNode();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.timeout(Duration.ofSeconds(20)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.http.close();
	}

}

package io.tandem.healthsync;

import static org.awaitility.Awaitility.await;

import io.tandem.test.nats.NatsServer;
import io.tandem.test.net.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service of mainpc as a process of its own, to be killed. */
final class ChildService implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Process process;

	private final URI base;

	private ChildService(Process process, int port) {
		this.process = process;
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	static ChildService start(NatsServer nats, Path state) throws IOException {
		Files.createDirectories(state);
		int port = FreePorts.next();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-cp", System.getProperty("java.class.path"),
				HealthSyncService.class.getName(), "--server.port=" + port, "--tandem.machine=mainpc",
				"--tandem.peers=", "--nats.spring.server=" + nats.url(), "--tandem.state-directory=" + state,
				"--tandem.fleet-file=../deploy/fleet.yaml", "--tandem.health.streams.health-max-bytes=64MB",
				"--tandem.health.streams.events-max-bytes=16MB", "--tandem.health.state.snapshot-interval=200ms",
				"--tandem.health.history.trail-every=12h")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("log").toFile()))
			.start();
		return new ChildService(process, port);
	}

	void awaitReady() {
		await().atMost(Duration.ofSeconds(60))
			.until(() -> json("/api/v1/health/mainpc").path("caughtUp").asBoolean(false));
	}

	/** Returns up to where it has read its stream; 0 while it cannot tell. */
	long readTo() {
		return json("/api/v1/health/mainpc").path("readTo").asLong(0);
	}

	/** Returns the JSON at that path; a missing node for anything else. */
	JsonNode json(String path) {
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() == 200) ? JSON.readTree(response.body()) : JSON.missingNode();
		}
		catch (IOException ex) {
			return JSON.missingNode();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** As {@code kill -9}. */
	void kill() {
		this.process.destroyForcibly();
	}

	@Override
	public void close() {
		this.http.shutdownNow();
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

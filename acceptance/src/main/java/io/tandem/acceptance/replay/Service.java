package io.tandem.acceptance.replay;

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

/** A health-sync-service of its own; closing it kills it. */
final class Service implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration PATIENCE = Duration.ofMinutes(30);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Process process;

	private final URI base;

	private Service(Process process, int port) {
		this.process = process;
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	static Service start(Path app, Path fleet, String heap, Path directory, String nats) throws IOException {
		int port = Broker.freePort();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx" + heap, "-XX:+UseSerialGC", "-cp", app.resolve("*").toString(),
				"io.tandem.healthsync.HealthSyncService", "--server.port=" + port, "--tandem.machine=mainpc",
				"--tandem.peers=", "--nats.spring.server=" + nats,
				"--tandem.state-directory=" + directory.resolve("state"), "--tandem.fleet-file=" + fleet,
				"--tandem.health.streams.health-max-bytes=12GB", "--tandem.health.streams.events-max-bytes=16MB")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("service.log").toFile()))
			.start();
		return new Service(process, port);
	}

	/**
	 * Waits until it has read so far, and has caught up.
	 * @param sequence -1 to wait only until it answers
	 */
	void awaitRead(long sequence) throws InterruptedException {
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < until && this.process.isAlive()) {
			JsonNode shown = shown();
			if (!shown.isMissingNode() && (sequence < 0
					|| shown.path("caughtUp").asBoolean(false) && shown.path("readTo").asLong(0) >= sequence)) {
				return;
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		throw new IllegalStateException("the service did not read so far: sequence=" + sequence + " shown=" + shown());
	}

	/** Waits until its history has what it has read. */
	void awaitHistory() throws InterruptedException {
		long until = System.nanoTime() + PATIENCE.toNanos();
		String newest = shown().path("newestReportAt").asString("");
		while (System.nanoTime() < until && this.process.isAlive()) {
			JsonNode past = get("/api/v1/health/at?time=" + newest);
			if (past.at("/machines/mainpc/completeTo").asString("").equals(newest)) {
				return;
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
		throw new IllegalStateException("the history did not come so far: newest=" + newest);
	}

	String digest() throws InterruptedException {
		return shown().path("digest").asString("");
	}

	/** Returns how much memory it has had at most. */
	long peakMebibytes() throws IOException {
		return Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
			.findFirst()
			.orElse(0);
	}

	/** Returns how much processor time it has used, of all its threads. */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	private JsonNode shown() throws InterruptedException {
		return get("/api/v1/health/mainpc");
	}

	private JsonNode get(String path) throws InterruptedException {
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() == 200) ? JSON.readTree(response.body()) : JSON.missingNode();
		}
		catch (IOException ex) {
			return JSON.missingNode();
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.http.shutdownNow();
		this.process.destroyForcibly().waitFor();
	}

}

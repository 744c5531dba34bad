package io.tandem.centralhub;

import io.tandem.test.net.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus as a child process that receives remote write and keeps its data over
 * {@link #kill()} and {@link #start()}.
 */
final class PrometheusServer implements AutoCloseable {

	private final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Path directory;

	private final int port = FreePorts.next();

	private Process process;

	private PrometheusServer(Path directory) {
		this.directory = directory;
	}

	/**
	 * @param outOfOrderWindow how old samples may be, in Prometheus' syntax
	 */
	static PrometheusServer start(String outOfOrderWindow) throws IOException {
		PrometheusServer server = new PrometheusServer(Files.createTempDirectory("prometheus-"));
		Files.writeString(server.directory.resolve("prometheus.yml"),
				"storage: {tsdb: {out_of_order_time_window: " + outOfOrderWindow + "}}\n");
		Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
		server.start();
		return server;
	}

	void start() throws IOException {
		this.process = new ProcessBuilder("/usr/bin/prometheus", "--web.enable-remote-write-receiver",
				"--config.file=" + this.directory.resolve("prometheus.yml"),
				"--storage.tsdb.path=" + this.directory.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
			.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.until(() -> get("/-/ready").statusCode() == 200);
	}

	void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
			try {
				running.waitFor(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	String writeUrl() {
		return "http://127.0.0.1:" + this.port + "/api/v1/write";
	}

	/** Counts the samples of all series that the selector takes, of the last hours. */
	long samples(String selector) throws IOException, InterruptedException {
		HttpResponse<String> response = get("/api/v1/query?query="
				+ URLEncoder.encode("sum(count_over_time(" + selector + "[4h]))", StandardCharsets.UTF_8));
		JsonNode result = this.json.readTree(response.body()).path("data").path("result");
		return result.isEmpty() ? 0 : (long) Double.parseDouble(result.get(0).path("value").get(1).asString());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(5))
			.build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		kill();
		this.http.close();
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

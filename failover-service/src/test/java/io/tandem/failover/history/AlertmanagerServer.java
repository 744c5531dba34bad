package io.tandem.failover.history;

import com.sun.net.httpserver.HttpServer;
import io.tandem.test.net.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Alertmanager as a child process, and the receiver that it notifies. */
final class AlertmanagerServer implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();

	private final HttpServer receiver;

	private final Process process;

	private final int port = FreePorts.next();

	AlertmanagerServer(Path directory) throws IOException {
		this.receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.receiver.createContext("/", (exchange) -> {
			this.notifications.add(JsonMapper.shared()
				.readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.receiver.start();
		Path configuration = directory.resolve("alertmanager.yml");
		Files.writeString(configuration, """
				route: {receiver: hook, group_by: [alertname, machine], group_wait: 500ms, group_interval: 500ms,
				  repeat_interval: 1h}
				receivers:
				  - name: hook
				    webhook_configs: [{url: "http://127.0.0.1:%d/"}]
				""".formatted(this.receiver.getAddress().getPort()));
		this.process = new ProcessBuilder("/usr/bin/prometheus-alertmanager", "--config.file=" + configuration,
				"--storage.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port,
				"--cluster.listen-address=")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> get("/-/ready").statusCode() == 200);
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/** Returns the alerts it holds. */
	JsonNode alerts() throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(get("/api/v2/alerts").body());
	}

	/** Returns what the receiver was notified of, in that status. */
	List<JsonNode> notifications(String status) {
		return this.notifications.stream().filter((each) -> each.path("status").asString().equals(status)).toList();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create(url() + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
		this.receiver.stop(0);
		this.http.close();
	}

}

package io.tandem.healthsync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Alertmanager, started by the script that is deployed, with the escalation matrix
 * that is deployed but for its times. Each has a loopback address of its own, as the
 * ports are fixed.
 */
final class DeployedAlertmanager implements AutoCloseable {

	private static final String QUICK = "--cluster.settle-timeout=1s --cluster.gossip-interval=50ms --cluster.peer-timeout=700ms"
			+ " --cluster.pushpull-interval=1s --cluster.reconnect-interval=1s";

	private final HttpClient http = HttpClient.newHttpClient();

	private final String address;

	private final String peer;

	private final Path directory;

	private Process process;

	/**
	 * @param directory its own, with the folder {@code secrets} beside it
	 */
	DeployedAlertmanager(Path directory, String address, String peer) throws IOException {
		this.directory = Files.createDirectories(directory);
		this.address = address;
		this.peer = peer;
		Files.writeString(directory.resolve("escalation.toml"),
				Files.readString(Path.of("../deploy/alertmanager/escalation.toml"))
					.replaceAll("(?m)^wait = .*", "wait = \"500ms\"")
					.replaceAll("(?m)^interval = .*", "interval = \"2s\""));
		this.process = launch();
	}

	private Process launch() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("../deploy/bin/alertmanager").redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()));
		builder.environment()
			.putAll(Map.of("TANDEM_STATE", this.directory.toString(), "TANDEM_ADDRESS", this.address,
					"TANDEM_ALERTMANAGER_PEERS", this.peer + ":9094", "TANDEM_ESCALATION",
					this.directory.resolve("escalation.toml").toString(), "TANDEM_ALERTMANAGER_OPTIONS", QUICK));
		builder.environment().remove("TANDEM_SECRETS");
		Process started = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
		return started;
	}

	String url() {
		return "http://" + this.address + ":9093";
	}

	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	void start() throws IOException {
		this.process = launch();
	}

	void ensureStarted() throws IOException {
		if (!this.process.isAlive()) {
			start();
		}
	}

	/** Waits until it is meshed with so many, itself included. */
	void awaitMembers(int members) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> json("/api/v2/status").at("/cluster/peers").size() == members
					&& json("/api/v2/status").at("/cluster/status").asString().equals("ready"));
	}

	JsonNode json(String path) throws IOException, InterruptedException {
		return JsonMapper.shared()
			.readTree(this.http
				.send(HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(2)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body());
	}

	List<String> log() throws IOException {
		return Files.readAllLines(this.directory.resolve("log"));
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
		this.http.close();
	}

}

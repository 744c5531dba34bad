package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./tandem support-bundle} writes: enough to help, and nothing secret. The
 * secrets are those that {@code ./tandem secrets init} makes, and they are planted where
 * a careless program would leave them.
 */
class SupportBundleIT {

	@TempDir
	Path directory;

	private Path secrets;

	private Path state;

	private HttpServer service;

	@BeforeEach
	void machineThatLeaksEverything() throws IOException {
		this.secrets = this.directory.resolve("secrets");
		Tool made = Tool.run("python3", "cli/fleet_secrets.py", this.secrets.toString(), "init", "pc2=127.0.0.1");
		assertThat(made.code()).as(made.output()).isZero();
		Files.writeString(this.secrets.resolve("slack-url"), "https://hooks.example/services/T0/B0/slackSecret\n");
		Files.writeString(this.secrets.resolve("mail-password"), "correct horse/battery\n");
		String leak = String.join("\n", secretLines());
		this.state = Files.createDirectories(this.directory.resolve("pc2/log")).getParent();
		Files.writeString(this.state.resolve("log/failover.log"), """
				2026-11-27T03:00:00.000Z  WARN something happened agent="resource-manager" reason="refused"
				%s
				GET /x Authorization: Bearer abcdefghijklmnopqrstuv
				connecting to nats://someone:hunter22@127.0.0.1:4222
				password=letmein123 tokens=17
				""".formatted(leak));
		Files.writeString(this.state.resolve("alertmanager.yml"),
				"{\"receivers\": [{\"webhook_configs\": [{\"url\": \"https://gone.example/oldSecret\"}]}]}");
		Files.writeString(this.state.resolve("prometheus.yml"), "global:\n  scrape_interval: 30s\n");
		this.service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.service.createContext("/", (exchange) -> {
			byte[] body = JsonMapper.shared()
				.writeValueAsString(Map.of("status", "UP", "leak", leak))
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.service.start();
	}

	@AfterEach
	void stop() {
		this.service.stop(0);
	}

	@Test
	void nothingSecretIsInIt() throws IOException {
		Map<String, String> held = bundle();
		String all = String.join("\n", held.values());
		for (String secret : secretLines()) {
			assertThat(all.contains(secret)).as("a secret of %d characters is in it", secret.length()).isFalse();
			assertThat(all.contains(secret.replace("/", "\\/"))).isFalse();
		}
		assertThat(all).doesNotContain("slackSecret", "battery", "oldSecret", "abcdefghijklmnopqrstuv", "hunter22",
				"letmein123", "s3cret-setting");
	}

	@Test
	void whatHelpsIsInIt() throws IOException {
		Map<String, String> held = bundle();
		assertThat(held.get("pc2/log/failover.log")).contains("something happened agent=\"resource-manager\"",
				"reason=\"refused\"", "tokens=17", "[removed: slack-url]", "nats://[removed: login]@127.0.0.1:4222");
		assertThat(held.get("pc2/settings.txt")).contains("TANDEM_MACHINE=pc2", "TANDEM_SOME_PASSWORD=[removed");
		assertThat(held.get("pc2/config/prometheus.yml")).contains("scrape_interval: 30s");
		assertThat(held.get("pc2/edge-hub/actuator-health.json")).contains("\"status\":\"UP\"");
		assertThat(held).containsKeys("pc2/failover/state.json", "pc2/health-sync/incidents.json", "pc2/nats/jsz.json",
				"computer/processes.txt", "pc2/files.txt");
		JsonNode collected = JsonMapper.shared().readTree(held.get("pc2/collected.json"));
		assertThat(collected.at("/missing").propertyNames()).contains("supervisor.txt");
	}

	@Test
	void nothingIsWrittenIfASecretIsLeft() throws IOException {
		Path collected = collect();
		Files.writeString(collected.resolve("pc2/later.txt"), "x" + secretLines().getLast() + "x");
		Path file = this.directory.resolve("bundle.tar.gz");
		Tool packed = run("pack", collected.toString(), file.toString());
		assertThat(packed.code()).isOne();
		assertThat(packed.output()).contains("a secret is left in pc2/later.txt");
		assertThat(file).doesNotExist();
	}

	@Test
	void longLogIsItsEnd() throws IOException {
		Files.writeString(this.state.resolve("log/nats.log"),
				"an old line of a log\n".repeat(150_000) + "the last line\n");
		assertThat(Files.readString(collect().resolve("pc2/log/nats.log"))).startsWith("[the first ")
			.endsWith("the last line\n")
			.hasSizeLessThan((2 << 20) + 200);
	}

	private Path collect() throws IOException {
		Path collected = Files.createDirectories(this.directory.resolve("collected"));
		for (String part : List.of("computer", "machine")) {
			Tool said = run(part, collected.toString());
			assertThat(said.code()).as(said.output()).isZero();
		}
		return collected;
	}

	private Map<String, String> bundle() throws IOException {
		Path file = this.directory.resolve("bundle.tar.gz");
		Tool packed = run("pack", collect().toString(), file.toString());
		assertThat(packed.code()).as(packed.output()).isZero();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(Tool.run("tar", "xzf", file.toString(), "-C", this.directory.toString()).code()).isZero();
		Path unpacked = this.directory.resolve("bundle");
		Map<String, String> held = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(unpacked)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				held.put(unpacked.relativize(path).toString(), Files.readString(path));
			}
		}
		return held;
	}

	private Tool run(String... words) {
		String port = Integer.toString(this.service.getAddress().getPort());
		Map<String, String> settings = new HashMap<>(Map.of("TANDEM_MACHINE", "pc2", "TANDEM_ADDRESS", "127.0.0.1",
				"TANDEM_HOME", this.directory.toString(), "TANDEM_STATE", this.state.toString(), "TANDEM_SECRETS",
				this.secrets.toString(), "TANDEM_ROOT", Tool.DEPLOY.getParent().toString(), "TANDEM_HUB", "edge-hub",
				"TANDEM_SOME_PASSWORD", "s3cret-setting", "TANDEM_SCHEME", "http"));
		for (String name : List.of("HUB", "FAILOVER", "HEALTH_SYNC", "NATS_MONITOR")) {
			settings.put("TANDEM_" + name + "_PORT", port);
		}
		return Tool.run(settings,
				Stream.concat(Stream.of("python3", "cli/support_bundle.py"), Stream.of(words)).toList());
	}

	/** Everything that the files of secrets hold, but users' names and certificates. */
	private List<String> secretLines() {
		try (Stream<Path> paths = Files.walk(this.secrets)) {
			return paths.filter(Files::isRegularFile)
				.filter((path) -> path.toString().matches(".*(\\.token|\\.login|\\.key|-url|-password)"))
				.flatMap((path) -> lines(path).skip(path.toString().endsWith(".login") ? 1 : 0))
				.filter((line) -> line.length() > 5 && !line.startsWith("-----"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> lines(Path path) {
		try {
			return Files.readAllLines(path).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

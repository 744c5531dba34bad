package io.tandem.dist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Grafana's dashboards: each query of each panel is asked of a real Prometheus, which has
 * scraped what the services of two machines showed when they were recorded under load
 * with pc2's hub stopped, and counters of observers of availability that were made up.
 * Counters grow from scrape to scrape, as they do in life.
 */
class DashboardsIT {

	private static final Path DASHBOARDS = Tool.DEPLOY.resolve("grafana/dashboards");

	private static final List<String> RECORDED = List.of("mainpc-central-hub", "mainpc-failover", "mainpc-health-sync",
			"pc2-edge-hub", "pc2-failover", "pc2-health-sync");

	private static final Pattern COUNTER = Pattern
		.compile("(?m)^(\\w+(?:_total|_count|_sum|_bucket)(?:\\{.*\\})?) ([0-9.eE+-]+)$");

	/** What each observer has seen, by the health-sync-service that shows it. */
	private static final Map<String, String> OBSERVERS = Map.of("mainpc-health-sync", """
			tandem_uptime_seconds_total{machine="mainpc",outcome="up",seen="here",target="mainpc"} 200
			tandem_uptime_seconds_total{machine="mainpc",outcome="down",seen="here",target="mainpc"} 0
			tandem_uptime_seconds_total{machine="mainpc",outcome="up",seen="from-afar",target="pc2"} 150
			tandem_uptime_seconds_total{machine="mainpc",outcome="down",seen="from-afar",target="pc2"} 50
			tandem_uptime_skipped_total{machine="mainpc"} 0
			tandem_uptime_dropped_total{machine="mainpc"} 0
			""", "pc2-health-sync", """
			tandem_uptime_seconds_total{machine="pc2",outcome="up",seen="here",target="pc2"} 140
			tandem_uptime_seconds_total{machine="pc2",outcome="down",seen="here",target="pc2"} 20
			tandem_uptime_seconds_total{machine="pc2",outcome="up",seen="from-afar",target="mainpc"} 160
			tandem_uptime_seconds_total{machine="pc2",outcome="down",seen="from-afar",target="mainpc"} 0
			tandem_uptime_skipped_total{machine="pc2"} 4
			tandem_uptime_dropped_total{machine="pc2"} 0
			""");

	private static final JsonMapper json = JsonMapper.builder().build();

	private static final HttpClient client = HttpClient.newHttpClient();

	private static final Map<String, Integer> scrapes = new ConcurrentHashMap<>();

	private static HttpServer services;

	private static Process prometheus;

	private static int port;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		services.createContext("/", DashboardsIT::show);
		services.start();
		StringBuilder config = new StringBuilder("""
				global: {scrape_interval: 500ms, scrape_timeout: 500ms}
				rule_files: [rules.yml]
				scrape_configs:
				  - job_name: services
				    static_configs: [{targets: ["127.0.0.1:%d"], labels: {instance: "mainpc-central-hub"}}]
				    metrics_path: /mainpc-central-hub
				""".formatted(services.getAddress().getPort()));
		for (String each : RECORDED.subList(1, RECORDED.size())) {
			config.append("""
					  - job_name: %s
					    metrics_path: /%1$s
					    static_configs: [{targets: ["127.0.0.1:%d"], labels: {instance: "%1$s"}}]
					""".formatted(each, services.getAddress().getPort()));
		}
		Files.writeString(directory.resolve("prometheus.yml"), config);
		Files.writeString(directory.resolve("rules.yml"), """
				groups:
				  - {name: one, interval: 500ms, rules: [{alert: Alive, expr: vector(1)}]}
				""");
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		prometheus = new ProcessBuilder("prometheus", "--config.file=" + directory.resolve("prometheus.yml"),
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("prometheus.log").toFile())
			.start();
		await().atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> query("count(count_over_time(up[5m]) >= 3)").path(0).path("value").path(1).asInt(0) == RECORDED
				.size() && !query("ALERTS").isEmpty());
	}

	@AfterAll
	static void stop() throws InterruptedException {
		services.stop(0);
		prometheus.destroy();
		if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
			prometheus.destroyForcibly();
		}
	}

	static Stream<Path> dashboards() throws IOException {
		return Files.list(DASHBOARDS).sorted().map(Path::getFileName);
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void everyPanelShowsSomething(Path dashboard) throws Exception {
		List<String> empty = new ArrayList<>();
		int asked = 0;
		for (JsonNode panel : json.readTree(Files.readString(DASHBOARDS.resolve(dashboard))).path("panels")) {
			for (JsonNode target : panel.path("targets")) {
				String expression = target.path("expr").asString();
				asked++;
				if (!hasNumber(query(expression.replace("$machine", ".*")))) {
					empty.add(panel.path("title").asString() + ": " + expression);
				}
			}
		}
		assertThat(asked).isPositive();
		assertThat(empty).as("queries of %s without a number", dashboard).isEmpty();
	}

	@Test
	void dashboardsHaveDifferentIdentitiesAndOneDataSource() throws IOException {
		TreeSet<String> identities = new TreeSet<>();
		List<Path> all = dashboards().toList();
		for (Path dashboard : all) {
			String text = Files.readString(DASHBOARDS.resolve(dashboard));
			identities.add(json.readTree(text).path("uid").asString());
			assertThat(text).contains("\"uid\": \"tandem-prometheus\"").doesNotContain("${DS_");
		}
		assertThat(identities).hasSameSizeAs(all);
		assertThat(Files.readString(Tool.DEPLOY.resolve("grafana/provisioning/datasources/tandem.yml")))
			.contains("uid: tandem-prometheus");
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void everyPanelHasATitleAndAUnit(Path dashboard) throws IOException {
		for (JsonNode panel : json.readTree(Files.readString(DASHBOARDS.resolve(dashboard))).path("panels")) {
			assertThat(panel.path("title").asString("")).as("panel %s", panel.path("id")).isNotBlank();
			assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString("")).as("unit of %s", panel)
				.isNotBlank();
		}
	}

	private static boolean hasNumber(JsonNode result) {
		for (JsonNode series : result) {
			if (!"NaN".equals(series.path("value").path(1).asString("NaN"))) {
				return true;
			}
		}
		return false;
	}

	private static JsonNode query(String expression) throws IOException, InterruptedException {
		String body = client
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers
					.ofString("query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
				.build(), BodyHandlers.ofString())
			.body();
		JsonNode answer = json.readTree(body);
		assertThat(answer.path("status").asString()).as("%s: %s", expression, body).isEqualTo("success");
		return answer.path("data").path("result");
	}

	private static void show(HttpExchange exchange) throws IOException {
		String name = exchange.getRequestURI().getPath().substring(1);
		int scrape = scrapes.merge(name, 1, Integer::sum);
		try (exchange;
				InputStream recorded = DashboardsIT.class.getResourceAsStream("/expositions/" + name + ".txt.gz")) {
			if (recorded == null) {
				exchange.sendResponseHeaders(404, -1);
				return;
			}
			String text = new String(new GZIPInputStream(recorded).readAllBytes(), StandardCharsets.UTF_8)
					+ OBSERVERS.getOrDefault(name, "");
			byte[] body = COUNTER.matcher(text)
				.replaceAll((sample) -> Matcher.quoteReplacement(
						sample.group(1) + " " + Double.parseDouble(sample.group(2)) * (1 + scrape / 10.0)))
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

}

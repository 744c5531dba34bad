package io.tandem.centralhub.slo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SloSourcesTests {

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant TO = Instant.parse("2026-01-02T00:00:00Z");

	private volatile CountDownLatch arrived = new CountDownLatch(0);

	private volatile int status = 200;

	private HttpServer server;

	private HttpClient client;

	private Sources sources;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				this.arrived.countDown();
				// answers only once all have been asked
				boolean isAll = this.arrived.await(4, TimeUnit.SECONDS);
				byte[] answer = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(isAll ? this.status : 503, answer.length);
				exchange.getResponseBody().write(answer);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.server.start();
		this.client = HttpClient.newHttpClient();
		URI address = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		Map<String, URI> machines = Map.of("mainpc", address, "pc2", address);
		this.sources = new Sources(new SloProperties(machines, machines, address, 99.9, Duration.ofHours(168),
				Duration.ofHours(24), Duration.ofHours(1)), this.client, this.client);
	}

	@AfterEach
	void stop() {
		this.client.shutdownNow();
		this.server.stop(0);
	}

	@Test
	void allObserversAreAskedAtOnce() {
		this.arrived = new CountDownLatch(2);
		List<String> missing = new ArrayList<>();
		assertThat(this.sources.records(FROM, TO, missing)).hasSize(2);
		assertThat(missing).isEmpty();
	}

	@Test
	void allThatMayExplainAnOutageIsAskedForAtOnce() {
		this.arrived = new CountDownLatch(6);
		List<String> missing = new ArrayList<>();
		assertThat(this.sources.happenings(FROM, TO, missing)).extracting(Happening::words)
			.containsExactlyInAnyOrder("went to peer-hub (refused)", "went to peer-hub (refused)",
					"link-down of pc2: nothing heard", "link-down of pc2: nothing heard", "hub hub@pc2", "hub hub@pc2");
		assertThat(missing).isEmpty();
	}

	@Test
	void aPartitionEndsWithTheNextVerdict() {
		assertThat(this.sources.happenings(FROM, TO, new ArrayList<>()))
			.filteredOn((one) -> one.source().startsWith("partition"))
			.allSatisfy((one) -> assertThat(one.to()).isEqualTo(Instant.parse("2026-01-01T12:05:00Z")));
	}

	@Test
	void whoDoesNotAnswerIsNamed() {
		this.status = 500;
		List<String> missing = new ArrayList<>();
		assertThat(this.sources.records(FROM, TO, missing)).isEmpty();
		assertThat(missing).contains("the observer on pc2: it answers 500");
		missing.clear();
		assertThat(this.sources.happenings(FROM, TO, missing)).isEmpty();
		assertThat(missing).hasSize(6).contains("failovers of mainpc: it answers 500");
		this.server.stop(0);
		missing.clear();
		this.sources.records(FROM, TO, missing);
		assertThat(missing).hasSize(2);
	}

	private static String body(String path) {
		return switch (path) {
			case "/api/v1/uptime" -> """
					{"observer":"pc2","since":"%1$s","from":"%1$s","to":"%2$s","runs":[]}""".formatted(FROM, TO);
			case "/api/v1/failover/incidents" ->
				"""
						[{"openedAt":"2026-01-01T12:00:00Z","closedAt":null,"summary":"went to peer-hub","why":"refused"}]""";
			case "/api/v1/partition/history" -> """
					{"verdicts":[{"peer":"pc2","at":"2026-01-01T12:05:00Z","verdict":"none","why":""},
					{"peer":"pc2","at":"2026-01-01T12:00:00Z","verdict":"link-down","why":"nothing heard"}]}""";
			default -> """
					{"incidents":[{"openedAt":"2026-01-01T12:00:00Z","kind":"hub","root":"hub@pc2"}]}""";
		};
	}

}

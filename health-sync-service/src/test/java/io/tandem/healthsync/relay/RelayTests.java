package io.tandem.healthsync.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.Json;
import io.tandem.healthsync.state.Reports;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** The machine is pc2; its peers are servers that answer as they are told. */
@ExtendWith(OutputCaptureExtension.class)
class RelayTests {

	private static final HealthReport REPORT = Reports.received("a", HealthStatus.DOWN, "e", 7, 1).report();

	private static final byte[] JSON = Json.bytes(Json.report("a", "pc2", "DOWN", "e", 7));

	private static final String STORED = "{\"storedBy\":\"m\",\"stream\":\"RELAYED_M\",\"sequence\":5}";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RelayedReports shown = Relayed.none();

	private final List<AutoCloseable> open = new ArrayList<>();

	private final List<String> received = new ArrayList<>();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch hold = new CountDownLatch(1);

	@AfterEach
	void close() throws Exception {
		this.hold.countDown();
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	@Test
	void nextMachineIsAskedWhereTheFirstDoesNotStoreIt() throws IOException {
		Relay relay = relay(32, peer(503, "{}"), peer(200, STORED));
		assertThat(relay.relay(REPORT, JSON, "away")).isEqualTo(new Relay.Outcome.Stored("m2"));
		assertThat(this.received).hasSize(2)
			.containsOnly("/api/v1/health/relayed/pc2 " + new String(JSON, StandardCharsets.UTF_8));
		assertThat(counted("relayed")).isOne();
		assertThat(this.shown.news("pc2", "a", null)).hasValueSatisfying((relayed) -> {
			assertThat(relayed.by()).isEqualTo("m2");
			assertThat(relayed.received().stream()).isEqualTo("RELAYED_M");
			assertThat(relayed.received().position().sequence()).isEqualTo(5);
			assertThat(relayed.received().heardAt()).isEqualTo(Reports.START);
		});
	}

	@Test
	void onlyAWordOfItsStreamIsBelieved() throws IOException {
		Relay relay = relay(32, peer(200, "<html>"), peer(204, STORED), peer(200, "{\"storedBy\":\"m3\"}"));
		assertThat(relay.relay(REPORT, JSON, "away"))
			.isInstanceOfSatisfying(Relay.Outcome.Refused.class, (refused) -> assertThat(refused.reason())
				.isEqualTo("m1: not an answer of health-sync; m2: status 204;" + " m3: not an answer of health-sync"));
		assertThat(counted("refused")).isOne();
		assertThat(this.shown.size()).isZero();
	}

	@Test
	void nobodyToAskIsARefusal() throws Exception {
		URI closed = peer(200, STORED);
		this.open.removeLast().close();
		assertThat(relay(32, closed).relay(REPORT, JSON, "away")).isInstanceOf(Relay.Outcome.Refused.class);
		assertThat(relay(32).relay(REPORT, JSON, "away")).isInstanceOfSatisfying(Relay.Outcome.Refused.class,
				(refused) -> assertThat(refused.reason()).contains("tandem.health.relay.peer-urls"));
	}

	@Test
	void machineThatDoesNotAnswerIsLeftInTime() throws IOException {
		Relay relay = relay(32, silent(), peer(200, STORED));
		long began = System.nanoTime();
		assertThat(relay.relay(REPORT, JSON, "away")).isEqualTo(new Relay.Outcome.Stored("m2"));
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
	}

	@Test
	void oneMoreThanMayBeUnderWayIsRefusedAtOnce() throws Exception {
		Relay relay = relay(1, silent());
		CompletableFuture<Relay.Outcome> first = CompletableFuture.supplyAsync(() -> relay.relay(REPORT, JSON, "away"));
		assertThat(this.asked.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.registry.get("tandem.health.relays.under.way").gauge().value()).isOne();
		assertThat(relay.relay(REPORT, JSON, "away")).isInstanceOfSatisfying(Relay.Outcome.Refused.class,
				(refused) -> assertThat(refused.reason()).contains("max-under-way=1"));
		assertThat(counted("busy")).isOne();
		assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Relay.Outcome.Refused.class);
		assertThat(this.registry.get("tandem.health.relays.under.way").gauge().value()).isZero();
	}

	@Test
	void detourIsToldOnceAtItsStartAndOnceAtItsEnd(CapturedOutput output) throws IOException {
		Relay relay = relay(32, peer(200, STORED));
		relay.notNeeded();
		for (int n = 0; n < 3; n++) {
			relay.relay(REPORT, JSON, "away");
		}
		relay.notNeeded();
		relay.notNeeded();
		assertThat(output.getOut().lines().filter((line) -> line.contains("another machine keeps them"))).hasSize(1);
		assertThat(output.getOut().lines().filter((line) -> line.contains("takes reports again"))).hasSize(1);
	}

	private Relay relay(int most, URI... peers) {
		Map<String, URI> urls = new java.util.LinkedHashMap<>();
		for (URI peer : peers) {
			urls.put("m" + (urls.size() + 1), peer);
		}
		PeerStore http = new PeerStore(Duration.ofSeconds(5), Duration.ofMillis(500), ServiceHttp.unprotected());
		this.open.add(http);
		RelayProperties settings = new RelayProperties(urls, most, Duration.ofMillis(500), Duration.ofSeconds(2),
				Duration.ofMillis(1500), DataSize.ofMegabytes(1), 100);
		return new Relay(new MachineProperties("pc2", List.of("m1", "m2", "m3"), Path.of("state")), settings, http,
				this.shown, new RelayMeters(this.registry), MutableClock.at(Reports.START));
	}

	private URI peer(int status, String answer) throws IOException {
		return peer(status, answer, false);
	}

	private URI silent() throws IOException {
		return peer(200, STORED, true);
	}

	private URI peer(int status, String answer, boolean isSilent) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", (exchange) -> {
			this.asked.countDown();
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			if (isSilent) {
				awaitEnd();
			}
			else {
				synchronized (this.received) {
					this.received.add(exchange.getRequestURI() + " " + body);
				}
			}
			byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (status == 204) ? -1 : bytes.length);
			if (status != 204) {
				exchange.getResponseBody().write(bytes);
			}
			exchange.close();
		});
		server.start();
		this.open.add(() -> server.stop(0));
		return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
	}

	private void awaitEnd() {
		try {
			this.hold.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private double counted(String outcome) {
		return this.registry.get("tandem.health.relayed").tag("outcome", outcome).counter().count();
	}

}

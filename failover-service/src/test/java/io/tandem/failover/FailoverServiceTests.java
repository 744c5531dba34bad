package io.tandem.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake;
import io.tandem.service.ServiceLauncher;
import io.tandem.wire.remotewrite.WriteSummary;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service, with a hub that comes later and a restart between. */
class FailoverServiceTests {

	private final List<String> delivered = new CopyOnWriteArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext service;

	@TempDir
	Path state;

	@AfterEach
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
		this.client.close();
	}

	@Test
	void takesPushesWithoutAHubAndDeliversThemAfterARestart() throws Exception {
		int hubPort;
		try (ServerSocket reserved = new ServerSocket(0)) {
			hubPort = reserved.getLocalPort();
		}
		start(hubPort);
		assertThat(this.service.getBean(RecordIntake.class).accept(push()))
			.isEqualTo(new RecordIntake.Outcome.Durable());
		JsonNode spool = get("/api/v1/spool");
		assertThat(spool.path("durable").asLong()).isEqualTo(1);
		assertThat(spool.path("delivered").asLong()).isZero();
		assertThat(spool.path("backlog").path("records").asLong()).isEqualTo(1);
		assertThat(spool.path("backlog").path("oldestAge").asString()).startsWith("PT");
		assertThat(spool.path("gaps").isEmpty()).isTrue();
		String epoch = spool.path("epoch").asString();
		this.service.close();
		HttpServer hub = HttpServer.create(new InetSocketAddress("127.0.0.1", hubPort), 0);
		hub.createContext("/api/v1/write", (exchange) -> {
			this.delivered.add(exchange.getRequestHeaders().getFirst("Tandem-Origin") + "/"
					+ exchange.getRequestHeaders().getFirst("Tandem-Epoch") + "/"
					+ exchange.getRequestHeaders().getFirst("Tandem-First") + "-"
					+ exchange.getRequestHeaders().getFirst("Tandem-Last"));
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		hub.start();
		try {
			start(hubPort);
			await().until(() -> get("/api/v1/spool").path("delivered").asLong() == 1);
			assertThat(this.delivered).containsExactly("pc2/" + epoch + "/1-1");
			JsonNode health = get("/actuator/health");
			assertThat(health.path("components").path("spool").path("status").asString()).isEqualTo("UP");
			assertThat(text("/actuator/prometheus")).contains("tandem_spool_backlog_records", "tandem_delivery_records",
					"tandem_spool_fsync_seconds");
		}
		finally {
			hub.stop(0);
		}
	}

	private void start(int hubPort) {
		this.service = ServiceLauncher.run(FailoverService.class, "failover", "--server.port=0", "--tandem.machine=pc2",
				"--tandem.state-directory=" + this.state, "--tandem.spool.min-free-disk=1MB",
				"--tandem.delivery.hub-url=http://127.0.0.1:" + hubPort + "/api/v1/write");
	}

	private static PushedRecord push() {
		return new PushedRecord(new byte[] { 1, 2, 3 }, new WriteSummary(1, 1, 0, 3), Protocol.REMOTE_WRITE, null, 1);
	}

	private JsonNode get(String path) throws Exception {
		return JsonMapper.shared().readTree(text(path));
	}

	private String text(String path) throws Exception {
		int port = Integer.parseInt(this.service.getEnvironment().getRequiredProperty("local.server.port"));
		return this.client
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

}

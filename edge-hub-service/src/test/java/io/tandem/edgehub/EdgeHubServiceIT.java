package io.tandem.edgehub;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsPair;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The service as it is started, with real nats-servers on both sides of a link. */
class EdgeHubServiceIT {

	private final HttpClient http = HttpClient.newHttpClient();

	private final AtomicReference<String> url = new AtomicReference<>();

	@Test
	void isReadyAndTellsOfACutLink(@TempDir Path state) throws Exception {
		try (NatsPair nats = NatsPair.start();
				Connection centre = Nats.connect(nats.mainpc().url());
				ConfigurableApplicationContext service = ServiceLauncher.run(EdgeHubService.class, "edge-hub",
						"--server.port=0", "--tandem.machine=pc2", "--tandem.peers=mainpc",
						"--tandem.state-directory=" + state, "--nats.spring.server=" + nats.pc2().url(),
						"--tandem.hub.streams.max-bytes=64MB", "--tandem.hub.streams.mirror-max-bytes=64MB",
						"--tandem.hub.streams.backlog-max-bytes=64MB",
						"--tandem.hub.streams.backlog-mirror-max-bytes=64MB", "--tandem.uplink.interval=200ms")) {
			this.url.set("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port"));
			centre.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name("METRICS_MAINPC")
					.subjects("observability.metrics.mainpc")
					.build());
			assertThat(get("/actuator/health/readiness")).contains("UP");
			centre.jetStream().publish("observability.metrics.mainpc", new byte[0]);
			until(() -> {
				JsonNode mirror = mirror();
				assertThat(mirror.get("origin").asString()).isEqualTo("mainpc");
				assertThat(mirror.get("lag").asLong()).isZero();
				assertThat(active(mirror)).isLessThan(Duration.ofSeconds(3));
				assertThat(mirrors()).extracting((one) -> one.get("stream").asString())
					.containsExactly("METRICS_MAINPC", "BACKLOG_MAINPC");
			});
			nats.link().cut();
			until(() -> assertThat(active(mirror())).isGreaterThan(Duration.ofSeconds(3)));
			assertThat(get("/actuator/prometheus")).contains("tandem_uplink_mirror_active_seconds{",
					"stream=\"BACKLOG_MAINPC\"");
			nats.link().heal();
			until(() -> assertThat(active(mirror())).isLessThan(Duration.ofSeconds(3)));
			nats.pc2().kill();
			until(() -> assertThat(
					JsonMapper.builder().build().readTree(get("/api/v1/uplink")).get("natsConnected").asBoolean())
				.isFalse());
			assertThat(get("/actuator/health/readiness")).contains("UP");
		}
	}

	private JsonNode mirror() throws Exception {
		return mirrors().get(0);
	}

	private JsonNode mirrors() throws Exception {
		return JsonMapper.builder().build().readTree(get("/api/v1/uplink")).get("mirrors");
	}

	private static Duration active(JsonNode mirror) {
		assertThat(mirror.get("active").isString()).as(mirror.toString()).isTrue();
		return Duration.parse(mirror.get("active").asString());
	}

	private String get(String path) throws Exception {
		return this.http
			.send(HttpRequest.newBuilder(URI.create(this.url.get() + path)).build(), BodyHandlers.ofString())
			.body();
	}

	private static void until(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

}

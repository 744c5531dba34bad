package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.tandem.test.nats.NatsPair;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services of both machines while the brokers go down, the edge's own and then both,
 * and come back.
 */
class RelayIT {

	private static final Duration ONE_SECOND = Duration.ofSeconds(1);

	private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);

	@TempDir
	private static Path state;

	private static NatsPair nats;

	private static RunningService mainpc;

	private static RunningService pc2;

	@BeforeAll
	static void start() {
		nats = NatsPair.start();
		mainpc = RunningService.start("mainpc", "pc2", nats.mainpc(), state);
		pc2 = RunningService.start("pc2", "mainpc", nats.pc2(), state, "--tandem.alerting.alertmanager-urls=",
				"--tandem.health.relay.peer-urls.mainpc=" + mainpc.base());
		await().atMost(THIRTY_SECONDS)
			.until(() -> "CONNECTED".equals(mainpc.json("/api/v1/health/pc2").path("link").asString(""))
					&& "CONNECTED".equals(pc2.json("/api/v1/health/mainpc").path("link").asString("")));
	}

	@AfterAll
	static void stop() {
		for (AutoCloseable part : Arrays.asList(pc2, mainpc, nats)) {
			try {
				if (part != null) {
					part.close();
				}
			}
			catch (Exception ex) {
				ex.printStackTrace();
			}
		}
	}

	@Test
	void reportsGoByTheOtherMachineAndComeHomeInOrder() throws Exception {
		assertThat(post("disk-watch", 1).statusCode()).isEqualTo(204);
		await().atMost(THIRTY_SECONDS).until(() -> !mainpc.json("/api/v1/health/pc2/disk-watch").isMissingNode());
		nats.pc2().kill();

		long began = System.nanoTime();
		assertKeptByMainpc(post("disk-watch", 2));
		JsonNode seen = await().atMost(ONE_SECOND)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> mainpc.json("/api/v1/health/pc2/disk-watch"), (view) -> view.path("sequence").asLong() == 2);
		System.out.printf(Locale.ROOT, "POST on pc2 without its broker until GET on mainpc shows it: %.1f ms%n",
				(System.nanoTime() - began) / 1e6);
		assertThat(seen.path("status").asString()).isEqualTo("UP");
		assertThat(seen.path("relayedBy").asString()).isEqualTo("mainpc");
		assertThat(seen.path("stream").asString()).isEqualTo("RELAYED_MAINPC");
		assertThat(pc2.json("/api/v1/health/pc2/disk-watch").path("relayedBy").asString()).isEqualTo("mainpc");
		for (int n = 3; n <= 20; n++) {
			assertKeptByMainpc(post("disk-watch", n));
		}
		assertKeptByMainpc(pc2.post(Json.report("plain", "pc2", "DEGRADED")));
		assertThat(mainpc.json("/api/v1/health/pc2/plain").path("status").asString()).isEqualTo("DEGRADED");

		for (RunningService service : List.of(mainpc, pc2)) {
			await().atMost(THIRTY_SECONDS)
				.until(() -> service.json("/api/v1/incidents")
					.path("incidents")
					.valueStream()
					.anyMatch((incident) -> incident.path("root").asString().equals("plain")));
		}

		nats.mainpc().kill();
		HttpResponse<String> nobody = post("disk-watch", 21);
		assertThat(nobody.statusCode()).isEqualTo(503);
		assertThat(nobody.headers().firstValue("Retry-After")).contains("2");
		assertThat(nobody.body()).contains("health-store-unavailable", "mainpc: status 503");

		nats.mainpc().start();
		await().atMost(THIRTY_SECONDS).until(() -> post("disk-watch", 21).statusCode() == 200);
		nats.pc2().start();
		await().atMost(THIRTY_SECONDS).until(() -> post("fresh", 1).statusCode() == 204);
		await().atMost(THIRTY_SECONDS).until(() -> counted(pc2, "returned") + counted(pc2, "known") >= 21);
		assertThat(sequencesAtHome("disk-watch")).isEqualTo(LongStream.rangeClosed(1, 21).boxed().toList());
		assertThat(sequencesAtHome("plain")).containsExactly(0L);
		await().atMost(THIRTY_SECONDS)
			.until(() -> isHome(mainpc) && isHome(pc2) && digest(mainpc).equals(digest(pc2)) && !digest(pc2).isEmpty());
		JsonNode home = pc2.json("/api/v1/health/pc2/disk-watch");
		assertThat(home.path("received").asLong()).isEqualTo(21);
		assertThat(home.path("missing").asLong()).isZero();
		assertThat(home.path("duplicates").asLong()).isZero();
		assertThat(home.path("stream").asString()).isEqualTo("HEALTH_PC2");
		assertThat(home.path("replayed").asBoolean()).isTrue();
	}

	private static boolean isHome(RunningService service) {
		JsonNode seen = service.json("/api/v1/health/pc2/disk-watch");
		return seen.path("sequence").asLong() == 21 && seen.path("relayedBy").isNull();
	}

	private static void assertKeptByMainpc(HttpResponse<String> answer) {
		assertThat(answer.body()).isEqualTo("{\"storedBy\":\"mainpc\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
	}

	private static HttpResponse<String> post(String agent, int sequence) {
		return pc2.post(Json.report(agent, "pc2", "UP", "e1", sequence));
	}

	private static String digest(RunningService service) {
		return service.json("/api/v1/health/pc2").path("digest").asString("");
	}

	private static double counted(RunningService service, String outcome) {
		return service.bean(MeterRegistry.class).get("tandem.health.relayed").tag("outcome", outcome).counter().count();
	}

	/** Returns the agent's reports in its own machine's stream, in its order. */
	private static List<Long> sequencesAtHome(String agent) throws Exception {
		List<Long> sequences = new ArrayList<>();
		try (Connection reader = Nats.connect(nats.pc2().url())) {
			JetStreamManagement streams = reader.jetStreamManagement();
			long last = streams.getStreamInfo("HEALTH_PC2").getStreamState().getLastSequence();
			for (long position = 1; position <= last; position++) {
				MessageInfo message = streams.getMessage("HEALTH_PC2", position);
				if (("observability.health.pc2." + agent).equals(message.getSubject())) {
					sequences.add(JsonMapper.shared()
						.readTree(new String(message.getData(), StandardCharsets.UTF_8))
						.path("sequence")
						.asLong());
				}
			}
		}
		return sequences;
	}

}

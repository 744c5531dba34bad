package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One machine's service while its broker, or it itself, comes and goes. */
class OneMachineIT {

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

	@TempDir
	private Path state;

	@Test
	void restartGoesOnFromTheSnapshotAndWithoutOneRebuildsTheSameByReplay() throws IOException {
		try (NatsServer nats = NatsServer.inDomain("mainpc").start()) {
			JsonNode before;
			String digest;
			try (RunningService service = start(nats)) {
				awaitStored(service, Json.report("a", "mainpc", "UP", "e1", 1));
				awaitStored(service, Json.report("a", "mainpc", "DEGRADED", "e1", 3));
				awaitStored(service, Json.report("a", "mainpc", "DOWN", "e1", 2));
				awaitStored(service, Json.report("b", "mainpc", "UP"));
				before = await().atMost(TWENTY_SECONDS)
					.until(() -> service.json("/api/v1/health/mainpc/a"), (seen) -> seen.path("late").asInt() == 1
							&& !seen.path("status").asString().equals("UNREACHABLE"));
				await().atMost(TWENTY_SECONDS).until(() -> readTo(service) == 4);
				digest = service.json("/api/v1/health/mainpc").path("digest").asString();
				assertThat(service.json("/api/v1/health/mainpc").at("/counts/EXPECTED").asInt()).isEqualTo(37);
				assertThat(service.json("/api/v1/health/mainpc/ServiceRegistry").path("status").asString())
					.isEqualTo("EXPECTED");
			}
			try (RunningService service = start(nats)) {
				assertSame(before, digest, service, false);
				assertThat(opened(service, "position")).isOne();
				await().atMost(TWENTY_SECONDS)
					.until(() -> service.json("/api/v1/health/mainpc/a/history").path("reports").size() == 3);
				assertThat(service.json("/api/v1/health/mainpc/a/history").path("reports").valueStream())
					.extracting((report) -> report.path("kind").asString())
					.containsExactly("late", "status", "first");
				JsonNode past = service.json("/api/v1/health/at?time=" + Instant.now());
				assertThat(past.at("/machines/mainpc/agents/0/status").asString()).isEqualTo("DEGRADED");
			}
			Files.writeString(this.state.resolve("mainpc/health.snapshot"), "damaged");
			try (RunningService service = start(nats)) {
				assertSame(before, digest, service, true);
				assertThat(opened(service, "beginning")).isOne();
			}
		}
	}

	private static void assertSame(JsonNode before, String digest, RunningService service, boolean isReplayed) {
		await().atMost(TWENTY_SECONDS)
			.until(() -> readTo(service) == 4
					&& service.json("/api/v1/health/mainpc").path("link").asString().equals("LOCAL"));
		assertThat(service.json("/api/v1/health/mainpc").path("digest").asString()).isEqualTo(digest);
		JsonNode after = service.json("/api/v1/health/mainpc/a");
		assertThat(after.path("status").asString()).isEqualTo("DEGRADED");
		for (String field : new String[] { "agent", "status", "timestamp", "receivedAt", "sequence", "metrics",
				"streamSequence", "late", "received", "clockSkewMillis" }) {
			assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
		}
		assertThat(after.path("replayed").asBoolean()).isEqualTo(isReplayed);
	}

	private static long readTo(RunningService service) {
		JsonNode machine = service.json("/api/v1/health/mainpc");
		return machine.path("caughtUp").asBoolean(false) ? machine.path("readTo").asLong(0) : -1;
	}

	private static double opened(RunningService service, String start) {
		return service.bean(MeterRegistry.class)
			.get("tandem.health.streams.opened")
			.tag("origin", "mainpc")
			.tag("start", start)
			.counter()
			.count();
	}

	@Test
	void brokerThatIsKilledIsRefusedForAndRecoveredFrom() {
		try (NatsServer nats = NatsServer.inDomain("mainpc").start(); RunningService service = start(nats)) {
			awaitStored(service, Json.report("a", "mainpc", "UP", "e1", 1));
			nats.kill();
			HttpResponse<String> refused = await().atMost(TWENTY_SECONDS)
				.until(() -> service.post(Json.report("a", "mainpc", "UP", "e1", 2)),
						(response) -> response.statusCode() == 503);
			assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
			assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(refused.body()).contains("urn:tandem:problem:health-store-unavailable");
			assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			assertThat(service.json("/api/v1/health/mainpc/a").path("sequence").asLong()).isEqualTo(1);
			await().atMost(TWENTY_SECONDS)
				.until(() -> "UNKNOWN".equals(service.json("/api/v1/health/mainpc").path("link").asString("")));
			nats.start();
			awaitStored(service, Json.report("a", "mainpc", "UP", "e1", 2));
			await().atMost(TWENTY_SECONDS)
				.until(() -> service.json("/api/v1/health/mainpc/a").path("sequence").asLong() == 2);
		}
	}

	@Test
	void startsWithoutABrokerAndPicksUpWhenItComes() {
		try (NatsServer nats = NatsServer.inDomain("mainpc").notStarted(); RunningService service = start(nats)) {
			assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			assertThat(service.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(service.post(Json.report("a", "mainpc", "UP")).statusCode()).isEqualTo(503);
			assertThat(service.json("/api/v1/health").at("/machines/mainpc/link").asString()).isEqualTo("UNKNOWN");
			nats.start();
			awaitStored(service, Json.report("a", "mainpc", "UP"));
			await().atMost(TWENTY_SECONDS)
				.until(() -> "LOCAL".equals(service.json("/api/v1/health/mainpc").path("link").asString(""))
						&& !service.json("/api/v1/health/mainpc/a").isMissingNode());
			await().atMost(TWENTY_SECONDS)
				.until(() -> "CUT_OFF".equals(service.json("/api/v1/health/pc2").path("link").asString("")));
			assertThat(service.json("/api/v1/health/pc2").path("streamActiveAgeMillis").isNull()).isTrue();
		}
	}

	@Test
	void dependenciesAreShownWithoutABroker() {
		try (NatsServer nats = NatsServer.inDomain("mainpc").notStarted(); RunningService service = start(nats)) {
			JsonNode shown = service.json("/api/v1/dependencies");
			assertThat(shown.path("nodes").size()).isEqualTo(77);
			assertThat(shown.at("/file/stale").asBoolean()).isFalse();
			assertThat(service.get("/api/v1/dependencies?format=mermaid").body()).startsWith("flowchart LR\n");
			assertThat(service.json("/api/v1/dependencies/impact?agent=ResourceManager").at("/byMachine/pc2"))
				.extracting(JsonNode::asString)
				.contains("ModelRouter");
		}
	}

	private RunningService start(NatsServer nats) {
		return RunningService.start("mainpc", "pc2", nats, this.state);
	}

	private static void awaitStored(RunningService service, String report) {
		await().atMost(TWENTY_SECONDS).until(() -> service.post(report).statusCode() == 204);
	}

}

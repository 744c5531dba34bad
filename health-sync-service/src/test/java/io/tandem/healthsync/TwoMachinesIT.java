package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamInfoOptions;
import io.tandem.healthsync.history.HistoryEvent;
import io.tandem.healthsync.history.HistoryMinutes;
import io.tandem.test.nats.NatsPair;
import io.tandem.wire.health.HealthStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The services of both machines, each with its own broker, and the link between them. */
class TwoMachinesIT {

	private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

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
				"--tandem.health.relay.peer-urls.mainpc=" + mainpc.base(), "--tandem.health.reconciliation.every=1s",
				"--tandem.health.reconciliation.settle=0s");
		awaitConnected();
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
	void reportOnOneMachineIsSeenOnTheOther() {
		assertThat(pc2.post(Json.report("disk-watch", "pc2", "DEGRADED", "e1", 7)).statusCode()).isEqualTo(204);
		JsonNode there = await().atMost(TWO_SECONDS)
			.until(() -> mainpc.json("/api/v1/health/pc2/disk-watch"), (seen) -> !seen.isMissingNode());
		assertThat(there.path("status").asString()).isEqualTo("DEGRADED");
		assertThat(there.path("sequence").asLong()).isEqualTo(7);
		assertThat(there.path("stream").asString()).isEqualTo("HEALTH_PC2");
		assertThat(there.path("replayed").asBoolean()).isFalse();
		assertThat(there.path("metrics").path("queue_depth").asDouble()).isEqualTo(12.5);
		JsonNode both = mainpc.json("/api/v1/health");
		assertThat(both.path("machine").asString()).isEqualTo("mainpc");
		assertThat(both.at("/machines/mainpc/source").asString()).isEqualTo("local");
		assertThat(both.at("/machines/pc2/source").asString()).isEqualTo("mirror");
		assertThat(both.at("/machines/pc2/counts/DEGRADED").asInt()).isPositive();
	}

	@Test
	void twoHundredReportsAreSeenOnTheOtherMachine() {
		int reports = 200;
		long[] nanos = new long[reports];
		for (int n = 0; n < reports; n++) {
			String number = Integer.toString(n + 1);
			long from = System.nanoTime();
			assertThat(pc2.post(Json.report("clock", "pc2", "UP", "e1", n + 1)).statusCode()).isEqualTo(204);
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.atMost(TWO_SECONDS)
				.until(() -> mainpc.json("/api/v1/health/pc2/clock").path("sequence").asString("").equals(number));
			nanos[n] = System.nanoTime() - from;
		}
		Arrays.sort(nanos);
		System.out.printf(Locale.ROOT,
				"POST on pc2 until GET on mainpc shows it: p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d%n",
				nanos[reports / 2] / 1e6, nanos[reports * 99 / 100] / 1e6, nanos[reports - 1] / 1e6, reports);
		for (ValueAtPercentile stored : mainpc.bean(MeterRegistry.class)
			.get("tandem.health.propagation")
			.tag("origin", "pc2")
			.timer()
			.takeSnapshot()
			.percentileValues()) {
			System.out.printf(Locale.ROOT, "stored on pc2 until read on mainpc: p%.0f %.1f ms%n",
					stored.percentile() * 100, stored.value(TimeUnit.MILLISECONDS));
		}
	}

	@Test
	void agentMayPublishToTheStreamItself() throws Exception {
		try (Connection agent = Nats.connect(nats.pc2().url())) {
			agent.publish("observability.health.pc2.lonely", Json.bytes(Json.report("lonely", "pc2", "UP")));
			agent.publish("observability.health.pc2", Json.bytes(Json.report("plain", "pc2", "DOWN")));
			agent.flush(TWENTY_SECONDS);
		}
		await().atMost(TWENTY_SECONDS)
			.until(() -> "UP".equals(mainpc.json("/api/v1/health/pc2/lonely").path("status").asString(""))
					&& "DOWN".equals(pc2.json("/api/v1/health/pc2/plain").path("status").asString("")));
	}

	@Test
	void uselessMessagesHoldNothingUp() throws Exception {
		double invalid = reports(mainpc, "pc2", "invalid");
		double foreign = reports(mainpc, "pc2", "foreign");
		try (Connection agent = Nats.connect(nats.pc2().url())) {
			agent.publish("observability.health.pc2.broken", "{\"agent\":".getBytes(StandardCharsets.UTF_8));
			agent.publish("observability.health.pc2.broken", new byte[0]);
			agent.publish("observability.health.pc2.broken", new byte[100_000]);
			agent.publish("observability.health.pc2.other", Json.bytes(Json.report("broken", "pc2", "UP")));
			agent.publish("observability.health.pc2.stray", Json.bytes(Json.report("stray", "mainpc", "UP")));
			agent.publish("observability.health.pc2.behind", Json.bytes(Json.report("behind", "pc2", "UP")));
			agent.flush(TWENTY_SECONDS);
		}
		await().atMost(TWENTY_SECONDS).until(() -> !mainpc.json("/api/v1/health/pc2/behind").isMissingNode());
		assertThat(reports(mainpc, "pc2", "invalid") - invalid).isEqualTo(4);
		assertThat(reports(mainpc, "pc2", "foreign") - foreign).isEqualTo(1);
		assertThat(mainpc.get("/api/v1/health/pc2/broken").statusCode()).isEqualTo(404);
		assertThat(mainpc.get("/api/v1/health/mainpc/stray").statusCode()).isEqualTo(404);
		assertThat(mainpc.json("/api/v1/health/pc2").at("/foreignReports/0/claimedMachine").asString())
			.isEqualTo("mainpc");
	}

	@Test
	void reportSentTwiceIsStoredOnce() throws Exception {
		String report = Json.report("twice", "pc2", "UP", "e1", 1);
		String unnumbered = Json.report("twice-unnumbered", "pc2", "UP");
		assertThat(pc2.post(report).statusCode()).isEqualTo(204);
		assertThat(pc2.post(report).statusCode()).isEqualTo(204);
		assertThat(pc2.post(unnumbered).statusCode()).isEqualTo(204);
		assertThat(pc2.post(unnumbered).statusCode()).isEqualTo(204);
		try (Connection reader = Nats.connect(nats.pc2().url())) {
			assertThat(reader.jetStreamManagement()
				.getStreamInfo("HEALTH_PC2", StreamInfoOptions.filterSubjects("observability.health.pc2.>"))
				.getStreamState()
				.getSubjectMap()).containsEntry("observability.health.pc2.twice", 1L)
				.containsEntry("observability.health.pc2.twice-unnumbered", 1L);
		}
	}

	@Test
	void peerThatIsCutOffIsShownWithItsAgeAndComesBack() {
		assertThat(pc2.post(Json.report("far", "pc2", "UP", "e1", 1)).statusCode()).isEqualTo(204);
		await().atMost(TWENTY_SECONDS).until(() -> !mainpc.json("/api/v1/health/pc2/far").isMissingNode());
		nats.link().cut();
		try {
			JsonNode cut = await().atMost(TWENTY_SECONDS)
				.until(() -> mainpc.json("/api/v1/health/pc2"),
						(view) -> "CUT_OFF".equals(view.path("link").asString("")));
			assertThat(cut.path("streamActiveAgeMillis").asLong()).isGreaterThanOrEqualTo(3000);
			assertThat(cut.path("newestReportAgeMillis").asLong()).isPositive();
			assertThat(pc2.post(Json.report("far", "pc2", "DOWN", "e1", 2)).statusCode()).isEqualTo(204);
			assertThat(mainpc.post(Json.report("near", "mainpc", "UP")).statusCode()).isEqualTo(204);
			await().atMost(TWENTY_SECONDS).until(() -> !mainpc.json("/api/v1/health/mainpc/near").isMissingNode());
			assertThat(mainpc.json("/api/v1/health/pc2/far").path("status").asString()).isEqualTo("UNREACHABLE");
			assertThat(mainpc.json("/api/v1/health/pc2/far").path("lastKnown").asString()).isEqualTo("UP");
		}
		finally {
			nats.link().heal();
		}
		await().atMost(TWENTY_SECONDS)
			.until(() -> "DOWN".equals(mainpc.json("/api/v1/health/pc2/far").path("status").asString("")));
		awaitConnected();
		await().atMost(TWENTY_SECONDS)
			.until(() -> digest(mainpc, "pc2").equals(digest(pc2, "pc2"))
					&& digest(mainpc, "mainpc").equals(digest(pc2, "mainpc")));
		assertThat(mainpc.json("/api/v1/health").path("digest")).isEqualTo(pc2.json("/api/v1/health").path("digest"));
	}

	@Test
	void whatIsMissingInTheHistoryIsFetchedFromItsOriginAndTellsNobody() throws Exception {
		Instant minute = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MINUTES);
		List<HistoryEvent> events = IntStream.rangeClosed(1, 150).mapToObj((n) -> event(minute, n)).toList();
		mainpc.bean(HistoryMinutes.class).add("mainpc", events);
		pc2.bean(HistoryMinutes.class).add("mainpc", events);
		assertThat(mainpc.post(Json.report("writer", "mainpc", "UP", "e1", 1)).statusCode()).isEqualTo(204);
		await().atMost(TWENTY_SECONDS)
			// the present minute may be on its way
			.until(() -> comparison("/minutes").asInt() > 0 && comparison("/problem").isNull()
					&& comparison("/differing").isEmpty());
		JdbcTemplate database = pc2.bean(JdbcTemplate.class);
		int deleted = database
			.update("delete from health_report where agent = 'archived' and stream_sequence between 20 and 140");
		assertThat(deleted).isEqualTo(121);
		await().atMost(TWENTY_SECONDS).until(() -> comparison("/repaired").asLong() == deleted);
		await().atMost(TWENTY_SECONDS).until(() -> comparison("/differing/0/state").asString("").equals("REPAIRED"));
		String path = "/api/v1/reconciliation/mainpc/minutes?from=" + minute + "&to=" + minute.plusSeconds(60);
		assertThat(pc2.json(path).at("/minutes/0/events").asInt()).isEqualTo(150);
		assertThat(pc2.json(path).path("minutes")).isEqualTo(mainpc.json(path).path("minutes"));
		assertThat(comparison("/missing").asInt()).isZero();
		assertThat(pc2.get("/api/v1/incidents").body()).doesNotContain("archived");
		assertThat(pc2.get("/api/v1/reconciliation/pc3/minutes?from=" + minute + "&to=" + minute.plusSeconds(60))
			.statusCode()).isEqualTo(404);
		assertThat(pc2.get("/api/v1/reconciliation/mainpc/minutes/" + minute + "/events?limit=101").statusCode())
			.isEqualTo(400);
	}

	private static JsonNode comparison(String path) {
		return pc2.json("/api/v1/reconciliation").at("/origins/mainpc" + path);
	}

	private static HistoryEvent event(Instant minute, int number) {
		return new HistoryEvent("archived", minute.plusMillis(number * 100L), number, "status", HealthStatus.DOWN,
				HealthStatus.UP, "e1", number, Json.report("archived", "mainpc", "DOWN", "e1", number));
	}

	private static String digest(RunningService service, String machine) {
		return service.json("/api/v1/health/" + machine).path("digest").asString("");
	}

	private static void awaitConnected() {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> "CONNECTED".equals(mainpc.json("/api/v1/health/pc2").path("link").asString(""))
					&& "CONNECTED".equals(pc2.json("/api/v1/health/mainpc").path("link").asString("")));
	}

	private static double reports(RunningService service, String origin, String outcome) {
		return service.bean(MeterRegistry.class)
			.get("tandem.health.reports")
			.tag("origin", origin)
			.tag("outcome", outcome)
			.counter()
			.count();
	}

}

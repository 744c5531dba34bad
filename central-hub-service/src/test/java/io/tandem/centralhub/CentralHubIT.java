package io.tandem.centralhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.tandem.jetstream.NatsConnection;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CentralHubIT {

	private static NatsServer nats;

	private static PrometheusServer prometheus;

	private static CentralHubUnderTest hub;

	@TempDir
	private static Path state;

	@BeforeAll
	static void start() throws Exception {
		nats = NatsServer.inDomain("mainpc").start();
		prometheus = PrometheusServer.start("1h");
		hub = startHub();
	}

	@AfterAll
	static void stop() {
		hub.close();
		prometheus.close();
		nats.close();
	}

	private static CentralHubUnderTest startHub() {
		return CentralHubUnderTest.start(nats, state, prometheus.writeUrl());
	}

	private static RecordRange range(String epoch, long first, long last) {
		return new RecordRange("pc2", epoch, first, last);
	}

	private static void push(String epoch, int first, int last, String name) throws Exception {
		long now = System.currentTimeMillis();
		for (int i = first; i <= last; i++) {
			assertThat(hub.push(range(epoch, i, i), CentralHubUnderTest.body(now - 100_000 + 100 * i, i, name)))
				.isEqualTo(204);
		}
	}

	private static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion);
	}

	private static double count(String meter, String... tags) {
		return hub.bean(MeterRegistry.class).get(meter).tags(tags).counter().count();
	}

	@Test
	void whatIsPushedIsStoredAndNothingIsMissing() throws Exception {
		push("flow", 1, 50, "flow_numbered");
		assertThat(hub.push(null, CentralHubUnderTest.body(System.currentTimeMillis(), 1, "flow_direct")))
			.isEqualTo(204);
		eventually(() -> {
			assertThat(prometheus.samples("flow_numbered")).isEqualTo(50);
			assertThat(prometheus.samples("flow_direct")).isEqualTo(1);
			JsonNode epoch = hub.epoch("flow");
			assertThat(epoch.path("receivedCount").asLong()).isEqualTo(50);
			assertThat(epoch.path("missingCount").asLong()).isZero();
			assertThat(epoch.path("duplicated").asLong()).isZero();
			assertThat(epoch.path("received").get(0).path("last").asLong()).isEqualTo(50);
		});
		assertThat(hub.bean(MeterRegistry.class).get("tandem.delivery").tag("origin", "other").timer().count())
			.isPositive();
		assertThat(hub.json("/api/v1/ledger").path("streamTotals").path("missing").asLong()).isZero();
		assertThat(hub.get("/actuator/prometheus").body()).contains("tandem_ledger_missing_sequences")
			.contains("tandem_sink_lag_messages");
	}

	@Test
	void recordsOutOfOrderOpenAndCloseAGap() throws Exception {
		push("late", 1, 2, "late_metric");
		push("late", 6, 7, "late_metric");
		eventually(() -> assertThat(hub.epoch("late").path("missingCount").asLong()).isEqualTo(3));
		JsonNode open = hub.json("/api/v1/ledger/gaps?origin=pc2&open=true").get(0);
		assertThat(open.path("first").asLong()).isEqualTo(3);
		assertThat(open.path("last").asLong()).isEqualTo(5);
		push("late", 3, 5, "late_metric");
		eventually(() -> assertThat(hub.epoch("late").path("missingCount").asLong()).isZero());
		assertThat(hub.epoch("late").path("late").asLong()).isEqualTo(3);
		assertThat(hub.json("/api/v1/ledger/gaps?open=true")).isEmpty();
		assertThat(hub.json("/api/v1/ledger/gaps?origin=pc2&open=false")
			.valueStream()
			.filter((gap) -> gap.path("epoch").asString().equals("late"))
			.map((gap) -> gap.path("state").asString())).containsExactly("closed");
	}

	@Test
	void storeThatIsAwayLosesNothing() throws Exception {
		push("away", 1, 5, "away_metric");
		eventually(() -> assertThat(prometheus.samples("away_metric")).isEqualTo(5));
		prometheus.kill();
		push("away", 6, 30, "away_metric");
		eventually(() -> {
			JsonNode sink = hub.json("/actuator/health").path("components").path("sink");
			assertThat(sink.path("status").asString()).isEqualTo("UP");
			assertThat(sink.path("details").path("reachable").asBoolean()).isFalse();
		});
		assertThat(hub.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(hub.epoch("away").path("receivedCount").asLong()).isLessThan(30);
		prometheus.start();
		eventually(() -> {
			assertThat(prometheus.samples("away_metric")).isEqualTo(30);
			assertThat(hub.epoch("away").path("receivedCount").asLong()).isEqualTo(30);
		});
		assertThat(hub.epoch("away").path("missingCount").asLong()).isZero();
		assertThat(hub.epoch("away").path("duplicated").asLong()).isZero();
	}

	@Test
	void restartedServiceCountsNothingTwice() throws Exception {
		push("restart", 1, 10, "restart_metric");
		eventually(() -> assertThat(hub.epoch("restart").path("receivedCount").asLong()).isEqualTo(10));
		hub.close();
		hub = startHub();
		assertThat(hub.epoch("restart").path("receivedCount").asLong()).isEqualTo(10);
		push("restart", 11, 15, "restart_metric");
		eventually(() -> assertThat(hub.epoch("restart").path("receivedCount").asLong()).isEqualTo(15));
		assertThat(hub.epoch("restart").path("duplicated").asLong()).isZero();
		assertThat(hub.epoch("restart").path("missingCount").asLong()).isZero();
		assertThat(prometheus.samples("restart_metric")).isEqualTo(15);
	}

	@Test
	void durableThatIsGoneIsMadeAnewAndNothingIsWrittenTwice() throws Exception {
		push("durable", 1, 10, "durable_metric");
		eventually(() -> assertThat(hub.epoch("durable").path("receivedCount").asLong()).isEqualTo(10));
		double stored = count("tandem.sink.requests", "outcome", "stored");
		Connection connection = hub.bean(NatsConnection.class).require();
		connection.jetStreamManagement().deleteConsumer("METRICS_MAINPC", "sink-mainpc");
		eventually(() -> assertThat(count("tandem.sink.skipped", "reason", "redelivered")).isGreaterThanOrEqualTo(10));
		eventually(() -> assertThat(
				connection.jetStreamManagement().getConsumerInfo("METRICS_MAINPC", "sink-mainpc").getNumAckPending())
			.isZero());
		assertThat(count("tandem.sink.requests", "outcome", "stored")).isEqualTo(stored);
		assertThat(hub.epoch("durable").path("duplicated").asLong()).isZero();
		assertThat(hub.json("/api/v1/ledger").path("streamTotals").path("duplicated").asLong()).isPositive();
	}

	@Test
	void whatTheStoreRefusesIsADeadLetterAndAGapWithItsReason() throws Exception {
		long now = System.currentTimeMillis();
		hub.push(range("poison", 1, 1), CentralHubUnderTest.body(now, 1, "poison_a", "poison_b"));
		eventually(() -> assertThat(prometheus.samples("poison_a")).isEqualTo(1));
		// the same moment with another value: refused by 400, with everything beside it
		hub.push(range("poison", 2, 3), CentralHubUnderTest.body(now, 2, "poison_a", "poison_c", "poison_d"));
		// older than the window: refused by 500
		hub.push(range("poison", 4, 4), CentralHubUnderTest.body(now - 7_200_000, 2, "poison_b"));
		hub.push(range("poison", 5, 5), CentralHubUnderTest.body(now + 1, 2, "poison_b"));
		eventually(() -> {
			assertThat(hub.epoch("poison").path("receivedCount").asLong()).isEqualTo(5);
			assertThat(prometheus.samples("poison_b")).isEqualTo(2);
		});
		assertThat(prometheus.samples("poison_a")).isEqualTo(1);
		assertThat(prometheus.samples("poison_c")).isEqualTo(1);
		assertThat(prometheus.samples("poison_d")).isEqualTo(1);
		assertThat(hub.epoch("poison").path("refused").asLong()).isEqualTo(3);
		assertThat(hub.epoch("poison").path("missingCount").asLong()).isZero();
		assertThat(hub.json("/api/v1/ledger/gaps?origin=pc2&open=false")
			.valueStream()
			.filter((gap) -> gap.path("epoch").asString().equals("poison"))
			.map((gap) -> gap.path("first").asLong() + "-" + gap.path("last").asLong() + " "
					+ gap.path("state").asString() + " " + gap.path("reason").asString()))
			.satisfiesExactly((gap) -> assertThat(gap).startsWith("4-4 refused refused-by-sink: 500 too old sample"),
					(gap) -> assertThat(gap).startsWith("2-3 refused refused-by-sink: 400 duplicate sample")
						.endsWith("(1 of 3 series)"));
		MessageInfo letter = deadLetter(1);
		assertThat(letter.getSubject()).isEqualTo("observability.deadletter.mainpc");
		assertThat(letter.getHeaders().getFirst("Tandem-Reason")).startsWith("refused-by-sink: 400");
		assertThat(RecordRange.readFrom(letter.getHeaders()::getFirst)).hasValue(range("poison", 2, 3));
		assertThat(letter.getData()).isEqualTo(CentralHubUnderTest.body(now, 2, "poison_a"));
		assertThat(deadLetter(2).getData()).isEqualTo(CentralHubUnderTest.body(now - 7_200_000, 2, "poison_b"));
	}

	private static MessageInfo deadLetter(long sequence) throws Exception {
		Callable<MessageInfo> letter = () -> hub.bean(NatsConnection.class)
			.require()
			.jetStreamManagement()
			.getMessage("DEADLETTER_MAINPC", sequence);
		return letter.call();
	}

	@Test
	void brokerThatIsKilledLosesNothing() throws Exception {
		push("broker", 1, 10, "broker_metric");
		nats.kill();
		nats.start();
		eventually(() -> assertThat(hub.push(range("broker", 11, 11),
				CentralHubUnderTest.body(System.currentTimeMillis(), 1, "broker_metric")))
			.isEqualTo(204));
		eventually(() -> assertThat(hub.epoch("broker").path("receivedCount").asLong()).isEqualTo(11));
		assertThat(hub.epoch("broker").path("missingCount").asLong()).isZero();
		eventually(() -> assertThat(prometheus.samples("broker_metric")).isEqualTo(11));
	}

	@Test
	void limitThatIsNoneIsAProblem() throws Exception {
		assertThat(hub.get("/api/v1/ledger/gaps?limit=0").statusCode()).isEqualTo(400);
		assertThat(hub.get("/api/v1/ledger/gaps?limit=0").body()).contains("urn:tandem:problem:bad-limit");
		assertThat(hub.get("/api/v1/ledger/gaps?open=perhaps").statusCode()).isEqualTo(400);
	}

}

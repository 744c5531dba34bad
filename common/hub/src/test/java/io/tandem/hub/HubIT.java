package io.tandem.hub;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.tandem.test.nats.NatsPair;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub as a whole, with a real nats-server. */
class HubIT {

	@TempDir
	Path state;

	private final long now = System.currentTimeMillis();

	@Test
	void aPushIsInTheStreamUnchangedAndInEveryViewAndIsThereAgainAfterARestart() throws Exception {
		byte[] body = WriteRequests
			.encode(List.of(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "temperature", "job", "it")),
					List.of(new Sample(this.now, 21.5)))));
		List<String> headers = new ArrayList<>();
		new RecordRange("pc2", "e1", 4, 6).writeTo((name, value) -> headers.addAll(List.of(name, value)));
		headers.addAll(List.of("Tandem-Accepted-At", "1700000000000"));
		try (NatsServer nats = NatsServer.inDomain("pc2").start()) {
			try (HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2")) {
				until(() -> assertThat(hub.write(body, headers.toArray(String[]::new)).statusCode()).isEqualTo(204));
				try (Connection client = Nats.connect(nats.url())) {
					MessageInfo stored = client.jetStreamManagement().getMessage("METRICS_PC2", 1);
					assertThat(stored.getData()).isEqualTo(body);
					assertThat(stored.getSubject()).isEqualTo("observability.metrics.pc2");
					assertThat(RecordRange.readFrom((name) -> stored.getHeaders().getFirst(name)))
						.contains(new RecordRange("pc2", "e1", 4, 6));
					assertThat(stored.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("pc2/e1/4-6");
					assertThat(stored.getHeaders().getFirst("Tandem-Accepted-At")).isEqualTo("1700000000000");
				}
				assertThat(hub.put("/metrics/job/batch", "done 1\nskipped 2\n").statusCode()).isEqualTo(200);
				assertInEveryView(hub);
			}
			try (HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2")) {
				assertInEveryView(hub);
				until(() -> assertThat(hub.samples("temperature").at("/window/rebuilding").asBoolean()).isFalse());
				// the group is known again: what it has no longer ends at once
				assertThat(hub.put("/metrics/job/batch", "done 2\n").statusCode()).isEqualTo(200);
				until(() -> assertThat(hub.get("/metrics").body()).contains("done{job=\"batch\"} 2")
					.doesNotContain("skipped{"));
			}
		}
	}

	private void assertInEveryView(HubUnderTest hub) {
		until(() -> assertThat(hub.get("/metrics").body()).contains("temperature{job=\"it\"} 21.5 " + this.now)
			.contains("skipped{job=\"batch\"} 2"));
		// the brackets as they are typed, not encoded
		assertThat(hub.get("/federate?match[]=%7Bjob=%22it%22%7D").body())
			.contains("temperature{job=\"it\"} 21.5 " + this.now)
			.doesNotContain("batch");
		assertThat(hub.times("temperature")).containsExactly(this.now);
		assertThat(hub.get("/api/v1/series?match%5B%5D=temperature").body()).contains("\"job\":\"it\"");
		assertThat(hub.post("/api/v1/samples", "match[]=temperature&limit=1").body()).contains("\"21.5\"");
		assertThat(hub.get("/actuator/health").body()).contains("\"window\":{").contains("\"rebuilding\":");
		assertThat(hub.get("/actuator/prometheus").body()).contains("tandem_hub_window_series");
	}

	@Test
	void aHubStartsWithoutNatsIsReadyRefusesAndRecoversByItself() {
		try (NatsServer nats = NatsServer.inDomain("pc2").notStarted();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2", "--tandem.hub.intake.within=300ms")) {
			assertThat(hub.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			HttpResponse<String> refused = hub.write("up", this.now, 1);
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.headers().firstValue("Retry-After")).contains("1");
			assertThat(refused.body()).contains("urn:tandem:problem:store-unavailable");
			assertThat(hub.samples("up").at("/window/rebuilding").asBoolean()).isTrue();
			nats.start();
			until(() -> assertThat(hub.write("up", this.now, 1).statusCode()).isEqualTo(204));
			until(() -> assertThat(hub.times("up")).containsExactly(this.now));
			until(() -> assertThat(hub.samples("up").at("/window/rebuilding").asBoolean()).isFalse());
		}
	}

	@Test
	void whatWasAcknowledgedOverAKillOfNatsIsThere() throws Exception {
		try (NatsServer nats = NatsServer.inDomain("pc2").start();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2", "--tandem.hub.intake.within=500ms")) {
			until(() -> assertThat(hub.write("up", this.now, 1).statusCode()).isEqualTo(204));
			List<Long> acknowledged = new ArrayList<>(List.of(this.now));
			AtomicInteger accepted = new AtomicInteger();
			AtomicInteger refused = new AtomicInteger();
			AtomicBoolean done = new AtomicBoolean();
			try (var pusher = Executors.newSingleThreadExecutor()) {
				try {
					var pushes = CompletableFuture.runAsync(() -> {
						for (long time = this.now - 200_000; !done.get(); time++) {
							int status = hub.write("up", time, 1).statusCode();
							if (status == 204) {
								acknowledged.add(time);
								accepted.incrementAndGet();
							}
							else {
								assertThat(status).isEqualTo(503);
								refused.incrementAndGet();
							}
						}
					}, pusher);
					until(() -> assertThat(accepted).hasValueGreaterThan(20));
					nats.kill();
					until(() -> assertThat(refused).hasValueGreaterThan(0));
					nats.start();
					int before = accepted.get();
					until(() -> assertThat(accepted).hasValueGreaterThan(before + 20));
					done.set(true);
					pushes.join();
				}
				finally {
					done.set(true);
				}
			}
			// at most 400 samples a series are in the window: the stream is what counts
			assertThat(storedTimes(nats)).containsAll(acknowledged);
			long last = acknowledged.getLast();
			until(() -> assertThat(hub.times("up")).contains(last));
		}
	}

	@Test
	void aFullStoreRefusesAndSaysSo() {
		try (NatsServer nats = NatsServer.inDomain("pc2").start();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2",
						"--tandem.hub.streams.max-bytes=100KB")) {
			byte[] body = WriteRequests.encode(incompressible());
			List<Integer> answers = new ArrayList<>();
			until(() -> {
				HttpResponse<String> answer = hub.write(body);
				answers.add(answer.statusCode());
				assertThat(answer.statusCode()).isEqualTo(503);
				assertThat(answer.body()).contains("urn:tandem:problem:store-full");
				assertThat(answer.headers().firstValue("Retry-After")).contains("10");
			});
			assertThat(answers).contains(204);
		}
	}

	@Test
	void backlogHasAStreamOfItsOwnAndIsInTheWindowToo() throws Exception {
		byte[] old = HubUnderTest.body("old", this.now - 60_000, 1);
		byte[] fresh = HubUnderTest.body("fresh", this.now, 2);
		try (NatsServer nats = NatsServer.inDomain("pc2").start();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2");
				Connection client = Nats.connect(nats.url())) {
			until(() -> assertThat(hub.writeBacklog(old, 1).statusCode()).isEqualTo(204));
			assertThat(hub.write(fresh).statusCode()).isEqualTo(204);
			MessageInfo stored = client.jetStreamManagement().getMessage("BACKLOG_PC2", 1);
			assertThat(stored.getSubject()).isEqualTo("observability.backlog.pc2");
			assertThat(stored.getData()).isEqualTo(old);
			assertThat(RecordRange.readFrom((name) -> stored.getHeaders().getFirst(name)))
				.contains(new RecordRange("pc2", "e1", 1, 1));
			assertThat(client.jetStreamManagement().getMessage("METRICS_PC2", 1).getData()).isEqualTo(fresh);
			until(() -> assertThat(hub.times("{job=\"it\"}")).containsExactlyInAnyOrder(this.now - 60_000, this.now));
		}
	}

	@Test
	void aFullBacklogRefusesNothingElse() {
		try (NatsServer nats = NatsServer.inDomain("pc2").start();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2",
						"--tandem.hub.streams.backlog-max-bytes=100KB")) {
			byte[] body = WriteRequests.encode(incompressible());
			AtomicInteger sequence = new AtomicInteger();
			until(() -> {
				HttpResponse<String> answer = hub.writeBacklog(body, sequence.incrementAndGet());
				assertThat(answer.body()).contains("urn:tandem:problem:store-full", "observability.backlog.pc2");
				assertThat(answer.headers().firstValue("Retry-After")).contains("10");
			});
			assertThat(sequence).hasValueGreaterThan(1);
			assertThat(hub.write(body).statusCode()).isEqualTo(204);
		}
	}

	@Test
	void aProbeIsAnsweredWhenItCameBackAndNamesTheHalfThatFailed() throws Exception {
		try (NatsServer nats = NatsServer.inDomain("pc2").start();
				HubUnderTest hub = HubUnderTest.start(nats, this.state, "pc2")) {
			until(() -> assertThat(hub.probe().statusCode()).isEqualTo(200));
			List<Long> nanos = new ArrayList<>();
			List<Double> reads = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				long start = System.nanoTime();
				HttpResponse<String> answer = hub.probe();
				nanos.add(System.nanoTime() - start);
				assertThat(answer.statusCode()).isEqualTo(200);
				assertThat(answer.body()).contains("METRICS_PC2", "writeMillis");
				reads.add(HubUnderTest.json(answer).get("readMillis").asDouble());
			}
			nanos.sort(null);
			reads.sort(null);
			System.out.printf("probe: whole p50 %.2f ms, p99 %.2f ms; read back p50 %.2f ms, p99 %.2f ms%n",
					nanos.get(100) / 1e6, nanos.get(198) / 1e6, reads.get(100), reads.get(198));
			assertThat(reads.get(100)).isLessThan(50);
			assertThat(hub.samples("up").at("/series").isEmpty()).isTrue();
			assertThat(hub.get("/actuator/prometheus").body()).contains("tandem_hub_window_unreadable_messages_total{")
				.containsPattern("tandem_hub_window_unreadable_messages_total\\{[^}]*} 0");
			nats.kill();
			HttpResponse<String> refused = hub.probe();
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.body()).contains("urn:tandem:problem:probe-failed", "write: ");
			assertThat(hub.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			nats.start();
			until(() -> assertThat(hub.probe().statusCode()).isEqualTo(200));
		}
	}

	@Test
	void theCentreShowsWhatWasPushedAtTheEdge() {
		try (NatsPair nats = NatsPair.start();
				HubUnderTest edge = HubUnderTest.start(nats.pc2(), this.state.resolve("pc2"), "pc2",
						"--tandem.peers=mainpc");
				HubUnderTest centre = HubUnderTest.start(nats.mainpc(), this.state.resolve("mainpc"), "mainpc",
						"--tandem.peers=pc2", "--tandem.hub.window.streams=all")) {
			until(() -> assertThat(edge.write("edge_up", this.now, 1).statusCode()).isEqualTo(204));
			until(() -> assertThat(centre.write("centre_up", this.now, 1).statusCode()).isEqualTo(204));
			byte[] old = HubUnderTest.body("edge_old", this.now - 60_000, 1);
			until(() -> assertThat(edge.writeBacklog(old, 1).statusCode()).isEqualTo(204));
			until(() -> assertThat(centre.times("{job=\"it\"}")).hasSize(3));
			assertThat(centre.times("edge_old")).containsExactly(this.now - 60_000);
			assertThat(centre.times("edge_up")).containsExactly(this.now);
			assertThat(edge.times("{job=\"it\"}")).hasSize(2);
		}
	}

	/** Returns about 20 kB of series. */
	private List<TimeSeries> incompressible() {
		Random random = new Random(1);
		return IntStream.range(0, 20)
			.mapToObj((i) -> random.ints(1000, 'a', 'z').mapToObj(Character::toString).collect(Collectors.joining()))
			.map((value) -> new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "big", "part", value)),
					List.of(new Sample(this.now, 1))))
			.toList();
	}

	private static List<Long> storedTimes(NatsServer nats) throws Exception {
		List<Long> times = new ArrayList<>();
		try (Connection client = Nats.connect(nats.url())) {
			var subscription = client.jetStream().subscribe("observability.metrics.pc2");
			for (Message message = subscription
				.nextMessage(Duration.ofSeconds(5)); message != null; message = message.metaData().pendingCount() > 0
						? subscription.nextMessage(Duration.ofSeconds(5)) : null) {
				WriteRequests.read(message.getData(),
						(series) -> series.samples().forEach((sample) -> times.add(sample.timestampMillis())));
			}
		}
		return times;
	}

	private static void until(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

}

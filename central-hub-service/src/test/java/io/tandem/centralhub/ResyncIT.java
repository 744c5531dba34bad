package io.tandem.centralhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tandem.centralhub.sink.ScriptedReceiver;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.backfill.BackfillAnswer;
import io.tandem.wire.backfill.BackfillRequest;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.identity.SequenceRange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The centre with a gateway that has sent more than has come. */
class ResyncIT {

	private static final String FLEET = "version: 1\nmachines: [{name: mainpc}, {name: pc2}]\nagents: [{name: A, machine: pc2}]\n";

	private final List<BackfillRequest> asked = new CopyOnWriteArrayList<>();

	@Test
	void whatIsMissingIsAskedForUntilItComesAndWhatIsNowhereIsLost(@TempDir Path state) throws Exception {
		Files.writeString(state.resolve("fleet.yaml"), FLEET);
		HttpServer gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		gateway.createContext("/api/v1/spool", (exchange) -> {
			byte[] body = "{\"epoch\":\"e1\",\"delivered\":30}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		gateway.start();
		try (NatsServer nats = NatsServer.inDomain("mainpc").start();
				ScriptedReceiver store = new ScriptedReceiver();
				CentralHubUnderTest hub = CentralHubUnderTest.start(nats, state, store.url().toString(),
						"--tandem.fleet-file=" + state.resolve("fleet.yaml"), "--tandem.resync.interval=200ms",
						"--tandem.resync.grace=1s",
						"--tandem.resync.gateway-urls.pc2=http://127.0.0.1:" + gateway.getAddress().getPort())) {
			gateway.createContext("/api/v1/backfill", (exchange) -> {
				BackfillRequest request = BackfillRequest.parse(exchange.getRequestBody().readAllBytes());
				this.asked.add(request);
				byte[] body = JsonMapper.shared().writeValueAsBytes(resend(hub, request));
				exchange.sendResponseHeaders(202, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			push(hub, 3, 10);
			push(hub, 15, 20);
			await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				JsonNode epoch = hub.epoch("e1");
				assertThat(epoch.path("missingCount").asInt()).isZero();
				assertThat(epoch.path("lostCount").asInt()).isEqualTo(2);
				assertThat(epoch.path("receivedCount").asInt()).isEqualTo(28);
				JsonNode pc2 = hub.json("/api/v1/reconciliation").path("origins").path(0);
				assertThat(pc2.path("standing").asString()).isEqualTo("repaired");
				assertThat(pc2.path("repaired").asInt()).isEqualTo(14);
			});
			assertThat(this.asked.getFirst().by()).isEqualTo("mainpc");
			JsonNode gaps = hub.json("/api/v1/gaps?agent=A").path("gaps");
			assertThat(gaps.valueStream()
				.map((gap) -> gap.path("closedHow").asString() + " " + gap.path("first") + "-" + gap.path("last")))
				.containsExactlyInAnyOrder("lost 1-2", "backfill 11-14", "backfill 21-30");
			assertThat(hub.get("/api/v1/gaps?agent=nobody").statusCode()).isEqualTo(404);
			assertThat(hub.get("/api/v1/gaps?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").statusCode())
				.isEqualTo(400);
			assertThat(hub.get("/actuator/prometheus").body())
				.containsPattern("tandem_resync_repaired_records_total\\{[^}]*origin=\"pc2\"[^}]*} 14.0");
		}
		finally {
			gateway.stop(0);
		}
	}

	/** Has lost the first two. */
	private static BackfillAnswer resend(CentralHubUnderTest hub, BackfillRequest request) throws IOException {
		List<SequenceRange> here = request.ranges().stream().filter((range) -> range.first() > 2).toList();
		Thread.ofVirtual().start(() -> here.forEach((range) -> push(hub, (int) range.first(), (int) range.last())));
		List<BackfillAnswer.Gone> gone = request.ranges()
			.stream()
			.filter((range) -> range.first() <= 2)
			.map((range) -> new BackfillAnswer.Gone(range, "pruned", ""))
			.toList();
		return new BackfillAnswer("pc2", request.epoch(), here, List.of(), gone);
	}

	private static void push(CentralHubUnderTest hub, int first, int last) {
		try {
			assertThat(hub.push(new RecordRange("pc2", "e1", first, last),
					CentralHubUnderTest.body(System.currentTimeMillis(), 1, "of" + first)))
				.isEqualTo(204);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

package io.tandem.failover.history;

import static io.tandem.failover.history.Transitions.LOCAL;
import static io.tandem.failover.history.Transitions.PEER;
import static io.tandem.failover.history.Transitions.SPOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.tandem.jetstream.NatsConnection;
import io.tandem.test.nats.NatsServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With a real nats-server that comes late, and its stream later still. */
class EventsIT {

	private static final String STREAM = "EVENTS_PC2";

	@TempDir
	Path state;

	@Test
	void eventsWaitForTheStreamAndAreInItOnceThoughTheyAreSentAgain() throws Exception {
		try (NatsServer nats = NatsServer.inDomain("pc2").notStarted()) {
			try (RunningFailover service = start(nats)) {
				service.store(Transitions.route(1, SPOOL, LOCAL, "start"));
				service.store(Transitions.down(2));
				service.store(Transitions.route(3, LOCAL, PEER, "refused-run"));
				assertThat(service.json("/actuator/health").path("status").asString()).isEqualTo("UP");
				nats.start();
				service.store(Transitions.route(4, PEER, LOCAL, "recovered"));
				await().until(() -> service.bean(NatsConnection.class).isConnected());
				double refused = failures(service);
				await().atMost(Duration.ofSeconds(20)).until(() -> failures(service) > refused);
				createStream(nats);
				awaitPublished(service, 4);
				assertThat(events(nats)).containsExactly("pc2/1", "pc2/2", "pc2/3", "pc2/4");
				assertThat(alerts(nats)).hasSize(2)
					.satisfies((ids) -> assertThat(ids.getFirst()).endsWith("/opened"))
					.satisfies((ids) -> assertThat(ids.getLast()).endsWith("/closed"));
			}
			// as if it had been killed after the stream had them, and before that was
			// noted
			forgetWhatIsPublished();
			try (RunningFailover service = start(nats)) {
				awaitPublished(service, 4);
				assertThat(events(nats)).hasSize(4);
				assertThat(alerts(nats)).hasSize(2);
				assertThat(service.get("/actuator/prometheus").body()).containsPattern(
						"tandem_failover_events_total\\{kind=\"decision\",[^}]*outcome=\"stored\"[^}]*} 4.0");
				nats.kill();
				service.store(Transitions.down(5));
				nats.start();
				awaitPublished(service, 5);
				assertThat(events(nats)).hasSize(5).last().isEqualTo("pc2/5");
			}
		}
	}

	private RunningFailover start(NatsServer nats) {
		return RunningFailover.start(this.state, "--nats.spring.server=" + nats.url());
	}

	private static double failures(RunningFailover service) {
		return service.bean(MeterRegistry.class)
			.find("tandem.failover.events")
			.tag("outcome", "failed")
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	private static void awaitPublished(RunningFailover service, int decisions) {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			JsonNode all = service.json("/api/v1/failover/decisions").path("decisions");
			assertThat(all.valueStream().filter((each) -> !each.path("publishedAt").isNull())).hasSize(decisions);
			assertThat(service.json("/api/v1/failover/incidents").valueStream())
				.allSatisfy((incident) -> assertThat(incident.path("announced").asBoolean()).isTrue());
		});
	}

	private void forgetWhatIsPublished() throws SQLException {
		try (var connection = DriverManager.getConnection("jdbc:h2:file:" + this.state.resolve("history"), "tandem",
				""); var statement = connection.createStatement()) {
			assertThat(statement.executeUpdate("update failover_decision set published_at = null")).isEqualTo(4);
			assertThat(statement.executeUpdate(
					"update failover_incident set opened_published = false, closed_published = false, live = true"))
				.isEqualTo(1);
		}
	}

	private static void createStream(NatsServer nats) throws Exception {
		try (Connection connection = Nats.connect(nats.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name(STREAM)
					.subjects("observability.failover.pc2", "observability.failover.pc2.>",
							"observability.alerts.*.pc2")
					.build());
		}
	}

	private static List<String> events(NatsServer nats) throws Exception {
		return ids(nats, "observability.failover.pc2");
	}

	private static List<String> alerts(NatsServer nats) throws Exception {
		return ids(nats, "observability.alerts.urgent.pc2");
	}

	private static List<String> ids(NatsServer nats, String subject) throws Exception {
		List<String> ids = new ArrayList<>();
		try (Connection connection = Nats.connect(nats.url())) {
			JetStreamManagement streams = connection.jetStreamManagement();
			long last = streams.getStreamInfo(STREAM).getStreamState().getLastSequence();
			for (long sequence = 1; sequence <= last; sequence++) {
				MessageInfo message = streams.getMessage(STREAM, sequence);
				if (subject.equals(message.getSubject())) {
					JsonNode json = JsonMapper.shared().readTree(message.getData());
					assertThat(json.path("machine").asString()).isEqualTo("pc2");
					assertThat(json.path("schemaVersion").asInt()).isEqualTo(1);
					assertThat(message.getHeaders().getFirst("Tandem-Event"))
						.isEqualTo(message.getHeaders().getFirst("Nats-Msg-Id"));
					ids.add(message.getHeaders().getFirst("Nats-Msg-Id"));
				}
			}
		}
		return ids;
	}

}

package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.tandem.test.nats.NatsServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From reports to people, with one machine's service and Alertmanager. */
class IncidentIT {

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

	private static final Duration QUIET = Duration.ofSeconds(3);

	private static final String[] BOTH = { "FIRING #incident-response", "FIRING phone" };

	@TempDir
	private Path directory;

	@Test
	void aCascadeCallsOnceARestartNobodyAndAnOutageIsSummarised() throws Exception {
		String net = "127." + ThreadLocalRandom.current().nextInt(10, 250) + "."
				+ ThreadLocalRandom.current().nextInt(250) + ".";
		try (CalledPeople people = new CalledPeople(); NatsServer nats = NatsServer.inDomain("mainpc").start()) {
			Path secrets = Files.createDirectory(this.directory.resolve("secrets"));
			Files.writeString(secrets.resolve("slack-url"), people.url("slack"));
			Files.writeString(secrets.resolve("phone-url"), people.url("phone"));
			try (DeployedAlertmanager alertmanager = new DeployedAlertmanager(this.directory.resolve("am"), net + "1",
					net + "2")) {
				alertmanager.awaitMembers(1);
				try (RunningService service = start(nats, alertmanager)) {
					cascade(service, nats, people);
				}
				try (RunningService service = start(nats, alertmanager)) {
					restarted(service, people);
				}
				// longer than it takes to be an incident
				publish(nats, "KnowledgeBase", "DOWN");
				await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
				try (RunningService service = start(nats, alertmanager)) {
					summarised(service, people);
				}
				try (RunningService service = start(nats, alertmanager)) {
					await().atMost(TWENTY_SECONDS).until(() -> openPages(service) == 1);
					assertThat(people.calls("HappenedUnseen")).containsExactlyInAnyOrder(BOTH);
				}
			}
		}
	}

	private static void cascade(RunningService service, NatsServer nats, CalledPeople people) throws Exception {
		List<String> events = new CopyOnWriteArrayList<>();
		await().atMost(TWENTY_SECONDS).until(() -> service.get("/api/v1/incidents").statusCode() == 200);
		Thread.ofVirtual().start(() -> {
			try (var lines = service.lines("/api/v1/health/stream")) {
				lines.forEach(events::add);
			}
			catch (RuntimeException ex) {
				events.add("ended");
			}
		});
		await().atMost(TWENTY_SECONDS).until(() -> events.contains("event:state"));
		for (String agent : List.of("ServiceRegistry", "MessageBroker", "RequestCoordinator", "SecretsBroker")) {
			report(service, agent, "UP");
		}
		try (Connection listener = Nats.connect(nats.url())) {
			Subscription cluster = listener.subscribe("observability.health.cluster");
			for (String agent : List.of("MessageBroker", "RequestCoordinator", "ServiceRegistry")) {
				report(service, agent, "DOWN");
			}
			await().atMost(TWENTY_SECONDS)
				.untilAsserted(() -> assertThat(people.calls("AgentFailing")).containsExactlyInAnyOrder(BOTH));
			await().atMost(TWENTY_SECONDS).until(() -> {
				Message message = cluster.nextMessage(TWENTY_SECONDS);
				return message != null
						&& new String(message.getData(), StandardCharsets.UTF_8).contains("[\"ServiceRegistry\"]");
			});
		}
		JsonNode incidents = service.json("/api/v1/incidents").path("incidents");
		assertThat(incidents.size()).isOne();
		JsonNode incident = incidents.get(0);
		assertThat(incident.path("root").asString()).isEqualTo("ServiceRegistry");
		assertThat(incident.path("severity").asString()).isEqualTo("critical");
		assertThat(incident.path("members").valueStream().map(JsonNode::asString)).containsExactly("MessageBroker",
				"RequestCoordinator", "ServiceRegistry");
		assertThat(events).contains("event:agent", "event:incident")
			.anyMatch((line) -> line.startsWith("data:") && line.contains("\"epoch\":\"e1\""));
		acknowledge(service, incident.path("id").asString());
	}

	private static void acknowledge(RunningService service, String id) {
		String path = "/api/v1/incidents/" + id;
		HttpResponse<String> refused = service.post(path + "/acknowledge", "{\"name\":\"ann\"}");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("urn:tandem:problem:invalid-wish", "\"reason\"");
		assertThat(service.post(path + "/acknowledge", "{\"name\":\"ann\",\"reason\":\"on it\"}").statusCode())
			.isEqualTo(200);
		assertThat(
				service.post(path + "/silence", "{\"name\":\"ann\",\"reason\":\"known\",\"duration\":\"PT1H\"}").body())
			.contains("\"silenced\":{", "\"until\":\"20", "\"on\":\"mainpc\"");
		assertThat(service.json(path).at("/acknowledged/by").asString()).isEqualTo("ann");
		assertThat(
				service.post("/api/v1/incidents/none/acknowledge", "{\"name\":\"ann\",\"reason\":\"x\"}").statusCode())
			.isEqualTo(404);
	}

	private static void restarted(RunningService service, CalledPeople people) {
		await().atMost(TWENTY_SECONDS).until(() -> service.json("/api/v1/incidents").at("/incidents/0").has("root"));
		assertThat(service.json("/api/v1/incidents").at("/incidents/0/acknowledged/by").asString()).isEqualTo("ann");
		await().during(QUIET)
			.atMost(TWENTY_SECONDS)
			.untilAsserted(() -> assertThat(people.calls("AgentFailing")).hasSize(2));
		for (String agent : List.of("MessageBroker", "RequestCoordinator", "ServiceRegistry")) {
			report(service, agent, "UP");
		}
		await().atMost(TWENTY_SECONDS)
			.untilAsserted(() -> assertThat(people.calls("AgentFailing")).hasSize(4)
				.contains("RESOLVED #incident-response", "RESOLVED phone"));
		assertThat(service.json("/api/v1/incidents").path("incidents").size()).isZero();
		assertThat(service.json("/api/v1/incidents?all=true").at("/incidents/0/phase").asString()).isEqualTo("CLOSED");
		assertThat(people.calls("HappenedUnseen")).isEmpty();
	}

	private static void summarised(RunningService service, CalledPeople people) {
		await().atMost(TWENTY_SECONDS)
			.untilAsserted(() -> assertThat(people.calls("HappenedUnseen")).containsExactlyInAnyOrder(BOTH));
		JsonNode incident = service.json("/api/v1/incidents").at("/incidents/0");
		assertThat(incident.path("root").asString()).isEqualTo("KnowledgeBase");
		assertThat(incident.path("told").asBoolean()).isFalse();
		await().during(QUIET)
			.atMost(TWENTY_SECONDS)
			.untilAsserted(() -> assertThat(people.calls("AgentFailing")).hasSize(4));
	}

	private static long openPages(RunningService service) {
		return service.get("/actuator/prometheus")
			.body()
			.lines()
			.filter((line) -> line.startsWith("tandem_alerting_pages{") && line.contains("state=\"open\""))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private RunningService start(NatsServer nats, DeployedAlertmanager alertmanager) {
		return RunningService.start("mainpc", "", nats, this.directory, IncidentTimes.with(alertmanager.url()));
	}

	private static void report(RunningService service, String agent, String status) {
		await().atMost(TWENTY_SECONDS)
			.until(() -> service.post(Json.report(agent, "mainpc", status, "e1", System.nanoTime()))
				.statusCode() == 204);
	}

	private static void publish(NatsServer nats, String agent, String status) throws Exception {
		try (Connection connection = Nats.connect(nats.url())) {
			connection.publish("observability.health.mainpc." + agent,
					Json.bytes(Json.report(agent, "mainpc", status, "e1", System.nanoTime())));
			connection.flush(TWENTY_SECONDS);
		}
	}

}

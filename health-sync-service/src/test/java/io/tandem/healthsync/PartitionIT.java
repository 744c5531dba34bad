package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.test.nats.NatsPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The link is cut while a cascade begins on pc2; only mainpc's people are listened to.
 */
class PartitionIT {

	private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void thePartitionIsTheOnlyCallAndTheRestIsSummarised() throws Exception {
		String net = "127." + ThreadLocalRandom.current().nextInt(10, 250) + "."
				+ ThreadLocalRandom.current().nextInt(250) + ".";
		try (CalledPeople people = new CalledPeople(); NatsPair nats = NatsPair.start()) {
			Path secrets = Files.createDirectory(this.directory.resolve("secrets"));
			Files.writeString(secrets.resolve("slack-url"), people.url("slack"));
			try (DeployedAlertmanager alertmanager = new DeployedAlertmanager(this.directory.resolve("am"), net + "1",
					net + "2");
					RunningService mainpc = RunningService.start("mainpc", "pc2", nats.mainpc(), this.directory,
							IncidentTimes.with(alertmanager.url()));
					RunningService pc2 = RunningService.start("pc2", "mainpc", nats.pc2(), this.directory,
							IncidentTimes.with(""))) {
				await().atMost(THIRTY_SECONDS)
					.until(() -> link(mainpc, "pc2").equals("CONNECTED") && link(pc2, "mainpc").equals("CONNECTED"));
				for (String agent : List.of("ResourceManager", "CacheManager", "ModelCache")) {
					report(pc2, agent, "UP");
				}
				await().atMost(THIRTY_SECONDS)
					.until(() -> !mainpc.json("/api/v1/health/pc2/ModelCache").isMissingNode());
				// the link is no link before the streams are made; who was called for
				// that
				// hears of its end
				await().during(Duration.ofSeconds(3))
					.atMost(Duration.ofSeconds(60))
					.until(() -> isOver(people) && mainpc.json("/api/v1/incidents").path("incidents").size() == 0
							&& pc2.json("/api/v1/incidents").path("incidents").size() == 0
							&& link(mainpc, "pc2").equals("CONNECTED") && link(pc2, "mainpc").equals("CONNECTED"));
				int before = people.calls("LinkCut").size();
				report(pc2, "CacheManager", "DEGRADED");
				nats.link().cut();
				await().atMost(THIRTY_SECONDS).until(() -> link(mainpc, "pc2").equals("CUT_OFF"));
				report(pc2, "ModelCache", "DOWN");
				report(pc2, "ResourceManager", "DOWN");
				await().atMost(THIRTY_SECONDS).until(() -> roots(mainpc).contains("link mainpc-pc2"));
				await().atMost(THIRTY_SECONDS).until(() -> roots(pc2).contains("ResourceManager"));
				await().atMost(THIRTY_SECONDS).until(() -> people.calls("LinkCut").size() > before);
				say(pc2, "acknowledge", "");
				nats.link().heal();
				await().atMost(THIRTY_SECONDS).until(() -> people.calls("HappenedUnseen").size() == 1);
				await().atMost(THIRTY_SECONDS).until(() -> people.calls("LinkCut").contains("RESOLVED #ops-critical"));
				assertThat(roots(mainpc)).contains("ResourceManager");
				await().during(Duration.ofSeconds(3))
					.atMost(THIRTY_SECONDS)
					.untilAsserted(() -> assertThat(people.calls("AgentFailing")).isEmpty());
				assertThat(people.calls("LinkCut").subList(before, before + 2)).containsExactly("FIRING #ops-critical",
						"RESOLVED #ops-critical");
				assertThat(id(mainpc)).isEqualTo(id(pc2));
				await().atMost(THIRTY_SECONDS).until(() -> answered(mainpc, "acknowledged").equals("ann on pc2"));
				say(mainpc, "silence", ",\"duration\":\"PT1H\"");
				await().atMost(THIRTY_SECONDS).until(() -> answered(pc2, "silenced").equals("ann on mainpc"));
			}
		}
	}

	private static boolean isOver(CalledPeople people) {
		List<String> calls = people.calls("LinkCut");
		return calls.stream().filter((call) -> call.startsWith("RESOLVED")).count() * 2 == calls.size();
	}

	private static String link(RunningService service, String machine) {
		return service.json("/api/v1/health/" + machine).path("link").asString("");
	}

	private static List<String> roots(RunningService service) {
		return service.json("/api/v1/incidents")
			.path("incidents")
			.valueStream()
			.filter((incident) -> !incident.path("phase").asString().equals("OPENING"))
			.map((incident) -> incident.path("root").asString())
			.toList();
	}

	private static String id(RunningService service) {
		return incident(service).path("id").asString("");
	}

	private static void say(RunningService service, String what, String more) {
		String path = "/api/v1/incidents/" + id(service) + "/" + what;
		assertThat(service.post(path, "{\"name\":\"ann\",\"reason\":\"on it\"" + more + "}").statusCode())
			.isEqualTo(200);
	}

	private static String answered(RunningService service, String what) {
		JsonNode answer = incident(service).path(what);
		return answer.path("by").asString("") + " on " + answer.path("on").asString("");
	}

	private static JsonNode incident(RunningService service) {
		return service.json("/api/v1/incidents")
			.path("incidents")
			.valueStream()
			.filter((incident) -> incident.path("root").asString().equals("ResourceManager"))
			.findFirst()
			.orElse(JsonMapper.shared().missingNode());
	}

	private static void report(RunningService service, String agent, String status) {
		await().atMost(THIRTY_SECONDS)
			.until(() -> service.post(Json.report(agent, "pc2", status, "e1", System.nanoTime())).statusCode() == 204);
	}

}

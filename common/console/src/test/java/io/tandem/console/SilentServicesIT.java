package io.tandem.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The pages while services do not answer. */
class SilentServicesIT {

	@Test
	void whatWasSeenBeforeTheCutIsShownWithItsAge(@TempDir Path state) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient();
				RecordedMachine mainpc = new RecordedMachine("mainpc", "healthy");
				RecordedMachine pc2 = new RecordedMachine("pc2", "healthy");
				ConfigurableApplicationContext console = ConsoleUnderTest.start("mainpc", "pc2", state, "500ms", mainpc,
						pc2)) {
			String address = "http://127.0.0.1:" + console.getEnvironment().getRequiredProperty("local.server.port");
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(get(client, address + "/")).doesNotContain("does not answer"));
			mainpc.play("cutoff");
			pc2.fallSilent();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(get(client, address + "/")).contains("Nothing on pc2 answers",
						"showing it as of"));
			assertThat(get(client, address + "/")).contains("pc2&#39;s failover-service does not answer");
			assertThat(get(client, address + "/console/failover")).contains("The failover-service of pc2");
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(get(client, address + "/console/agents")).contains(">unreachable<"));
		}
	}

	@Test
	void anEdgeThatIsCutOffSaysWhatItKnowsOfAvailability(@TempDir Path state) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient();
				RecordedMachine mainpc = new RecordedMachine("mainpc", "healthy");
				RecordedMachine pc2 = new RecordedMachine("pc2", "healthy");
				ConfigurableApplicationContext console = ConsoleUnderTest.start("pc2", "mainpc", state, "500ms", mainpc,
						pc2)) {
			String address = "http://127.0.0.1:" + console.getEnvironment().getRequiredProperty("local.server.port");
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(get(client, address + "/console/slo?window=24h"))
					.contains("100 %", "href=\"/console/slo/evidence?window=24h\"")
					.doesNotContain("does not answer"));
			mainpc.fallSilent();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(get(client, address + "/console/slo?window=24h"))
					.contains("The hub of mainpc does not answer within 0.5 s; showing it as of", "100 %"));
			assertThat(get(client, address + "/console/slo?window=1h")).contains("The hub of mainpc does not answer",
					"has not been told of this window since it started", "Of other windows is known: 24 h as of",
					"The evidence can be downloaded once the centre answers.");
		}
	}

	@Test
	void withoutAnyServiceEachPanelSaysSo(@TempDir Path state) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient();
				ConfigurableApplicationContext console = ConsoleUnderTest.start("mainpc", "pc2", state)) {
			String address = "http://127.0.0.1:" + console.getEnvironment().getRequiredProperty("local.server.port");
			for (String path : new String[] { "/", "/console/agents", "/console/incidents", "/console/failover",
					"/console/ledger", "/console/partition", "/console/slo" }) {
				assertThat(get(client, address + path)).as(path).contains("has no address here");
			}
		}
	}

	private static String get(HttpClient client, String address) throws IOException, InterruptedException {
		var answer = client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
		assertThat(answer.statusCode()).as(address).isEqualTo(200);
		return answer.body();
	}

}

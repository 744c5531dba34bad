package io.tandem.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.stack.TwoMachines;
import io.tandem.agent.health.AgentHealth;
import io.tandem.agent.health.HealthPublisher;
import io.tandem.agent.push.HttpCall;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class HealthIT {

	private static final Duration SOON = Duration.ofSeconds(15);

	@RegisterExtension
	static final TwoMachines machines = new TwoMachines();

	@Test
	void whatIsReportedOnEitherMachineIsKnownAlikeOnBoth() throws Exception {
		String life = "health-it-" + Instant.now().toEpochMilli();
		try (Observer observer = new Observer(); HttpClient client = HttpCall.client(Duration.ofSeconds(2))) {
			report(client, machines.mainpc, "ServiceRegistry", life, HealthStatus.DEGRADED);
			report(client, machines.pc2, "ResourceManager", life, HealthStatus.DOWN);

			for (Site site : List.of(machines.mainpc, machines.pc2)) {
				isKnown(observer, site, "mainpc", "ServiceRegistry", life, HealthStatus.DEGRADED);
				isKnown(observer, site, "pc2", "ResourceManager", life, HealthStatus.DOWN);
			}
			await("both machines know the same").atMost(SOON).ignoreExceptions().untilAsserted(() -> {
				String digest = observer.get(machines.mainpc.health("/api/v1/health")).path("digest").asString();
				assertThat(digest).hasSize(64)
					.isEqualTo(observer.get(machines.pc2.health("/api/v1/health")).path("digest").asString());
			});

			report(client, machines.pc2, "ResourceManager", life + "-2", HealthStatus.UP);
			isKnown(observer, machines.mainpc, "pc2", "ResourceManager", life + "-2", HealthStatus.UP);
		}
	}

	private static void report(HttpClient client, Site site, String agent, String life, HealthStatus status)
			throws InterruptedException {
		HealthPublisher publisher = new HealthPublisher(client, site.health(""), agent, site.machine(), life,
				Duration.ofSeconds(10), InstantSource.system());
		assertThat(publisher.publish(new AgentHealth.State(status, Map.of("load", 0.5), "as the test has it")))
			.as("%s takes a report", site.machine())
			.isTrue();
	}

	private static void isKnown(Observer observer, Site site, String machine, String agent, String life,
			HealthStatus status) {
		await("%s on %s is known to %s".formatted(agent, machine, site.machine())).atMost(SOON)
			.ignoreExceptionsInstanceOf(IOException.class)
			.untilAsserted(() -> {
				JsonNode shown = observer.get(site.health("/api/v1/health/" + machine + "/" + agent));
				assertThat(shown.path("epoch").asString()).isEqualTo(life);
				assertThat(shown.path("sequence").asLong()).isEqualTo(1);
				assertThat(shown.path("lastKnown").asString()).isEqualTo(status.name());
				assertThat(shown.path("status").asString()).isEqualTo(status.name());
				assertThat(shown.path("metrics").path("load").asDouble()).isEqualTo(0.5);
			});
	}

}

package io.tandem.failover.history;

import static io.tandem.failover.history.Transitions.LOCAL;
import static io.tandem.failover.history.Transitions.PEER;
import static io.tandem.failover.history.Transitions.PUSHGATEWAY;
import static io.tandem.failover.history.Transitions.SPOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.failover.detection.Tier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** With a real Alertmanager and a receiver that counts. */
class AlertsIT {

	@TempDir
	Path directory;

	@Test
	void anIncidentNotifiesOnceHoweverItGoesOn() throws Exception {
		try (AlertmanagerServer alertmanager = new AlertmanagerServer(this.directory)) {
			try (RunningFailover service = start(alertmanager)) {
				service.store(Transitions.route(1, SPOOL, LOCAL, "start"));
				move(alertmanager, service, 2, LOCAL, PEER);
				await().until(() -> alertmanager.notifications("firing").size() == 1);
				move(alertmanager, service, 3, PEER, PUSHGATEWAY);
				move(alertmanager, service, 4, PUSHGATEWAY, SPOOL);
			}
			try (RunningFailover service = start(alertmanager)) {
				move(alertmanager, service, 5, SPOOL, PEER);
				move(alertmanager, service, 6, PEER, SPOOL);
				move(alertmanager, service, 7, SPOOL, PEER);
				JsonNode alert = alertmanager.alerts().get(0);
				assertThat(alert.path("annotations").path("severity_now").asString()).isEqualTo("warning");
				assertThat(alert.path("annotations").path("summary").asString()).contains("peer-hub/mainpc", "6 moves");
				service.store(Transitions.route(8, PEER, LOCAL, "recovered"));
				await().atMost(Duration.ofSeconds(10)).until(() -> alertmanager.notifications("resolved").size() == 1);
				assertThat(service.get("/actuator/prometheus").body()).contains("tandem_failover_alerts_total");
				await()
					.until(() -> service.bean(HistoryStore.class).incidents(10).getFirst().announced().resolvedSent());
			}
			// two more of its group intervals, in which it would notify of a change
			await().during(Duration.ofSeconds(1)).until(() -> alertmanager.notifications("firing").size() == 1);
			assertThat(alertmanager.notifications("resolved")).hasSize(1);
			JsonNode labels = alertmanager.notifications("firing").getFirst().path("alerts").get(0).path("labels");
			assertThat(labels.toString())
				.isEqualTo("{\"alertname\":\"TandemFailover\",\"machine\":\"pc2\",\"severity\":\"warning\"}");
		}
	}

	private RunningFailover start(AlertmanagerServer alertmanager) {
		return RunningFailover.start(this.directory.resolve("state"), "--tandem.failover.alert-every=1s",
				"--tandem.failover.alertmanager-urls=" + alertmanager.url());
	}

	private static void move(AlertmanagerServer alertmanager, RunningFailover service, int number, Tier from, Tier to) {
		service.store(Transitions.route(number, from, to, "refused-run"));
		await().until(() -> alertmanager.alerts()
			.path(0)
			.path("annotations")
			.path("decision")
			.asString("")
			.equals(Integer.toString(number)));
	}

}

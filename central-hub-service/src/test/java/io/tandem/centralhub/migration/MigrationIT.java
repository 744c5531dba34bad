package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tandem.centralhub.CentralHubService;
import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.Progress.State;
import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.route.DesiredRoute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A campaign across a restart of its service, with a gateway that follows the bucket. */
class MigrationIT {

	private static final String FLEET = """
			version: 1
			machines: [{name: mainpc}, {name: pc2}]
			agents: [{name: A, machine: pc2, criticality: standard}]
			""";

	private static final String CAMPAIGN = """
			version: 1
			name: x
			timeScale: 0.0001
			weeks:
			  - week: 1
			    tasks:
			      - id: 2A
			        title: move
			        criteria: [ledger]
			        batches: [{name: one, agents: [A]}]
			""";

	@TempDir
	Path directory;

	private final AtomicBoolean isReachable = new AtomicBoolean();

	@Test
	void holdsWhileNobodyAnswersAndGoesOnAfterARestartAndGoesBack() throws Exception {
		Files.writeString(this.directory.resolve("fleet.yaml"), FLEET);
		try (NatsServer nats = NatsServer.inDomain("mainpc").start();
				Connection connection = Nats.connect(nats.url())) {
			HttpServer gateway = gateway(connection);
			try {
				try (ConfigurableApplicationContext first = start(nats, gateway)) {
					Migrations migrations = first.getBean(Migrations.class);
					migrations.start(CAMPAIGN, null);
					await().atMost(Duration.ofSeconds(30)).until(() -> route(connection).equals("overlap"));
					assertThat(migrations.current().orElseThrow().progress().state()).isEqualTo(State.RUNNING);
					await().atMost(Duration.ofSeconds(30))
						.untilAsserted(() -> assertThat(get(first, "/actuator/prometheus"))
							.containsPattern("tandem_campaign_state\\{campaign=\"x-\\d+\",cause=\"plan\",.*"
									+ "state=\"running\",waits_for=\"gate\"} 1")
							.containsPattern("tandem_campaign_batches\\{.*state=\"overlap\"} 1")
							.containsPattern("tandem_campaign_agents\\{.*route=\"overlap\",.*} 1")
							.contains("tandem_campaign_hold_age_seconds{", "tandem_campaign_patience_seconds{",
									"tandem_campaign_look_age_seconds{"));
				}
				assertThat(route(connection)).isEqualTo("overlap");
				this.isReachable.set(true);
				try (ConfigurableApplicationContext second = start(nats, gateway)) {
					Migrations migrations = second.getBean(Migrations.class);
					await().atMost(Duration.ofSeconds(30))
						.until(() -> migrations.current()
							.filter((each) -> each.progress().state() == State.COMPLETED)
							.isPresent());
					assertThat(route(connection)).isEqualTo("tandem");
					String id = migrations.current().orElseThrow().id();
					assertThat(get(second, "/api/v1/gates/history?campaign=" + id))
						.contains("\"verdict\":\"go\"", "\"criterion\":\"ledger\"", "\"unit\":\"records missing\"")
						.contains("\"state\":\"overlap\"", "\"state\":\"moved\"", "\"needsApproval\":false");
					assertThat(get(second, "/api/v1/gates/history?campaign=x-1")).contains("unknown-migration");
					assertThat(get(second, "/api/v1/gates/history?campaign=X*")).contains("bad-campaign-id");
					assertThat(get(second, "/api/v1/gates/history?limit=0")).contains("bad-limit");
					migrations.rollBack(Level.PHASE, "test");
					await().atMost(Duration.ofSeconds(30))
						.until(() -> migrations.current()
							.orElseThrow()
							.progress()
							.steps()
							.getFirst()
							.state() == StepState.ROLLED_BACK);
					assertThat(route(connection)).isEqualTo("legacy");
				}
			}
			finally {
				gateway.stop(0);
			}
		}
	}

	private HttpServer gateway(Connection connection) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/api/v1/agent-routes", (exchange) -> {
			byte[] body = new byte[0];
			int status = 503;
			if (this.isReachable.get()) {
				String at = Instant.now().plusSeconds(1).toString();
				body = ("{\"agents\":[{\"agent\":\"A\",\"route\":\"" + route(connection) + "\",\"lastLegacy\":\"" + at
						+ "\",\"lastTandem\":\"" + at + "\"}]}")
					.getBytes();
				status = 200;
			}
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static String get(ConfigurableApplicationContext service, String path) throws Exception {
		URI url = URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
	}

	private static String route(Connection connection) {
		try {
			var entry = connection.keyValue(DesiredRoute.BUCKET).get("A");
			return (entry != null) ? DesiredRoute.parse(entry.getValue()).route().word() : "none";
		}
		catch (Exception ex) {
			return "none";
		}
	}

	private ConfigurableApplicationContext start(NatsServer nats, HttpServer gateway) {
		return new SpringApplicationBuilder(CentralHubService.class).properties(ServiceLauncher.defaults("central-hub"))
			.run("--server.port=0", "--tandem.machine=mainpc", "--tandem.state-directory=" + this.directory,
					"--tandem.fleet-file=" + this.directory.resolve("fleet.yaml"), "--nats.spring.server=" + nats.url(),
					"--tandem.sink.enabled=false", "--tandem.hub.streams.max-bytes=64MB",
					"--tandem.hub.streams.mirror-max-bytes=64MB", "--tandem.hub.streams.backlog-max-bytes=64MB",
					"--tandem.hub.streams.backlog-mirror-max-bytes=64MB", "--tandem.migration.interval=200ms",
					"--tandem.migration.gateway-urls.pc2=http://127.0.0.1:" + gateway.getAddress().getPort());
	}

}

package io.tandem.failover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.tandem.failover.FailoverService;
import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsPair;
import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.route.DesiredRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** An edge's routes while the centre, the link and its own broker go away. */
class RouteMirrorIT {

	@TempDir
	Path directory;

	@Test
	void theEdgeKeepsItsLastRoutesWithoutTheCentreAndWithoutItsBroker() throws Exception {
		Path fleet = Files.writeString(this.directory.resolve("fleet.yaml"), """
				version: 1
				machines: [{name: mainpc}, {name: pc2}]
				agents: [{name: shop, machine: pc2, criticality: standard},
				         {name: far, machine: mainpc, criticality: standard}]
				""");
		String[] settings;
		try (NatsPair nats = NatsPair.start(); Connection centre = Nats.connect(nats.mainpc().url())) {
			settings = settings(fleet, nats.pc2().url());
			centre.keyValueManagement().create(KeyValueConfiguration.builder().name(DesiredRoute.BUCKET).build());
			KeyValue bucket = centre.keyValue(DesiredRoute.BUCKET);
			put(bucket, "shop", AgentRoute.LEGACY);
			put(bucket, "far", AgentRoute.LEGACY);
			try (ConfigurableApplicationContext edge = start(settings)) {
				RouteBook book = edge.getBean(RouteBook.class);
				await().atMost(Duration.ofSeconds(60)).until(() -> book.routeOf("shop") == AgentRoute.LEGACY);
				assertThat(book.find("far")).as("of another machine").isNull();
				nats.link().cut();
				put(bucket, "shop", AgentRoute.TANDEM);
				assertThat(book.routeOf("shop")).isEqualTo(AgentRoute.LEGACY);
				nats.link().heal();
				await().atMost(Duration.ofSeconds(60)).until(() -> book.routeOf("shop") == AgentRoute.TANDEM);
				put(bucket, "shop", AgentRoute.OVERLAP);
				await().atMost(Duration.ofSeconds(60)).until(() -> book.routeOf("shop") == AgentRoute.OVERLAP);
			}
		}
		try (ConfigurableApplicationContext alone = start(settings)) {
			assertThat(alone.getBean(RouteBook.class).routeOf("shop")).isEqualTo(AgentRoute.OVERLAP);
		}
	}

	private static void put(KeyValue bucket, String agent, AgentRoute route) throws Exception {
		bucket.put(agent, new DesiredRoute(agent, route, "test").bytes());
	}

	private String[] settings(Path fleet, String nats) {
		return new String[] { "--server.port=0", "--tandem.machine=pc2", "--tandem.peers=mainpc",
				"--tandem.state-directory=" + this.directory, "--tandem.spool.min-free-disk=1MB",
				"--tandem.fleet-file=" + fleet, "--tandem.route.centre=mainpc", "--nats.spring.server=" + nats,
				"--tandem.delivery.hub-url=http://127.0.0.1:9/api/v1/write" };
	}

	private static ConfigurableApplicationContext start(String[] settings) {
		return ServiceLauncher.run(FailoverService.class, "failover", settings);
	}

}

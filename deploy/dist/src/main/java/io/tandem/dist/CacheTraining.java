package io.tandem.dist;

import io.tandem.centralhub.CentralHubService;
import io.tandem.edgehub.EdgeHubService;
import io.tandem.failover.FailoverService;
import io.tandem.healthsync.HealthSyncService;
import io.tandem.service.ServiceLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts all four services in one process, asks each for what it is asked first in life,
 * and ends. Run with {@code -XX:AOTCacheOutput=} it leaves a cache of their classes, by
 * which each of them starts in a fraction of the time. Needs a nats-server and a scratch
 * folder, given as {@code --nats.spring.server=} and as the environment's
 * {@code TANDEM_STATE}.
 */
public final class CacheTraining {

	private CacheTraining() {
	}

	public static void main(String[] args) throws Exception {
		List<ConfigurableApplicationContext> services = new ArrayList<>();
		services.add(start(CentralHubService.class, "central-hub", args));
		services.add(start(EdgeHubService.class, "edge-hub", args));
		services.add(start(FailoverService.class, "failover", args));
		services.add(start(HealthSyncService.class, "health-sync", args));
		try (HttpClient client = HttpClient.newHttpClient()) {
			for (ConfigurableApplicationContext service : services) {
				exercise(client, service.getEnvironment().getRequiredProperty("local.server.port"));
			}
		}
		services.reversed().forEach(ConfigurableApplicationContext::close);
		System.exit(0);
	}

	private static ConfigurableApplicationContext start(Class<?> service, String name, String[] args) {
		List<String> all = new ArrayList<>(List.of(args));
		all.add("--server.port=0");
		return ServiceLauncher.run(service, name, all.toArray(String[]::new));
	}

	// What a service does not offer answers 404; its classes are loaded all the same.
	private static void exercise(HttpClient client, String port) throws IOException, InterruptedException {
		String base = "http://127.0.0.1:" + port;
		for (String path : List.of("/actuator/health", "/actuator/health/readiness", "/actuator/prometheus",
				"/api/v1/health", "/metrics", "/api/v1/ledger", "/api/v1/spool", "/", "/console/agents")) {
			client.send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.discarding());
		}
		client.send(HttpRequest.newBuilder(URI.create(base + "/metrics/job/training"))
			.POST(HttpRequest.BodyPublishers.ofString("training 1\n"))
			.build(), BodyHandlers.discarding());
	}

}

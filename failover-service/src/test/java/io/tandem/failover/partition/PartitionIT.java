package io.tandem.failover.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.tandem.failover.FailoverService;
import io.tandem.service.ServiceLauncher;
import io.tandem.test.nats.NatsServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service beside real sockets of another machine, and a real broker of its own.
 */
class PartitionIT {

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	Path state;

	@Test
	void verdictsFollowWhatThePeerDoesAndAreKeptWithTheirEvidence() throws Exception {
		int pulsePort;
		try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
			pulsePort = free.getLocalPort();
		}
		try (NatsServer nats = NatsServer.inDomain("mainpc").start();
				Connection connection = Nats.connect(nats.url());
				StandInPeer peer = new StandInPeer(pulsePort)) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name("EVENTS_MAINPC")
					.subjects("observability.failover.mainpc")
					.build());
			try (ConfigurableApplicationContext service = start(nats, peer, pulsePort)) {
				awaitVerdict(service, "none");
				await().atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(now(service).at("/datagrams/roundTripMillis").isNumber()).isTrue());
				peer.stop(Sense.HUB);
				awaitVerdict(service, "peer-hub-down");
				peer.startAgain(Sense.HUB);
				awaitVerdict(service, "none");
				peer.close();
				awaitVerdict(service, "peer-machine-unreachable");
				assertThat(now(service).path("why").asString()).as(() -> now(service).toString())
					.isEqualTo("peer-refuses-all");
				JsonNode history = get(service, "/api/v1/partition/history?peer=pc2").path("verdicts");
				assertThat(history.valueStream().map((each) -> each.path("verdict").asString()))
					.startsWith("peer-machine-unreachable", "none", "peer-hub-down", "none");
				assertThat(history.path(0).at("/evidence/facts/ports").asString()).isEqualTo("no");
				assertThat(history.path(0).at("/evidence/senses").size()).isGreaterThanOrEqualTo(7);
				assertThat(text(service, "/actuator/prometheus"))
					.containsPattern("tandem_partition_verdict\\{[^}]*verdict=\"peer-machine-unreachable\"[^}]*} 1");
				await().untilAsserted(() -> assertThat(verdictEvents(connection)).containsExactly("none",
						"peer-hub-down", "none", "peer-machine-unreachable"));
			}
		}
	}

	private ConfigurableApplicationContext start(NatsServer nats, StandInPeer peer, int pulsePort) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--tandem.machine=mainpc",
				"--tandem.peers=pc2", "--tandem.state-directory=" + this.state, "--tandem.spool.min-free-disk=1MB",
				"--nats.spring.server=" + nats.url(), "--tandem.delivery.hub-url=http://127.0.0.1:1/api/v1/write",
				"--tandem.failover.alertmanager-urls=http://127.0.0.1:1", "--tandem.partition.address=127.0.0.1",
				"--tandem.partition.pulse-port=" + pulsePort, "--tandem.partition.peers.pc2.address=127.0.0.2"));
		peer.ports
			.forEach((sense, port) -> arguments.add("--tandem.partition.peers.pc2." + sense.word() + "-port=" + port));
		return ServiceLauncher.run(FailoverService.class, "failover", arguments.toArray(String[]::new));
	}

	private void awaitVerdict(ConfigurableApplicationContext service, String verdict) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(now(service).path("verdict").asString()).isEqualTo(verdict));
	}

	private JsonNode now(ConfigurableApplicationContext service) {
		return get(service, "/api/v1/partition").path("peers").path(0);
	}

	private JsonNode get(ConfigurableApplicationContext service, String path) {
		return JsonMapper.shared().readTree(text(service, path));
	}

	private String text(ConfigurableApplicationContext service, String path) {
		URI uri = URI
			.create("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port") + path);
		return this.http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).join().body();
	}

	/** Returns the verdicts that the machine's event stream has, each once. */
	private static List<String> verdictEvents(Connection connection) throws Exception {
		List<String> verdicts = new ArrayList<>();
		var management = connection.jetStreamManagement();
		long last = management.getStreamInfo("EVENTS_MAINPC").getStreamState().getLastSequence();
		for (long sequence = 1; sequence <= last; sequence++) {
			JsonNode event = JsonMapper.shared().readTree(management.getMessage("EVENTS_MAINPC", sequence).getData());
			if (event.path("kind").asString().equals("partition")) {
				verdicts.add(event.path("to").asString());
			}
		}
		return verdicts;
	}

}

package io.tandem.acceptance.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTests {

	private static final String ADDRESS = "127.0.77.1";

	private final Site site = new Site("pc2", ADDRESS, 9100, 2);

	private final CountDownLatch reports = new CountDownLatch(2);

	private final HttpServer health = answering(9300, 204, this.reports);

	@AfterEach
	void stop() {
		this.health.stop(0);
	}

	@Test
	void simulatedAgentsAreNamedAfterTheReferenceFleet() {
		assertThat(AgentNames.of(this.site)).containsExactly("ObservabilityHub", "ResourceManager");
		assertThat(AgentNames.of(new Site("pc2", ADDRESS, 9100, 41))).endsWith("pc2-agent-41").doesNotHaveDuplicates();
		assertThat(AgentNames.of(new Site("elsewhere", ADDRESS, 9100, 1))).containsExactly("elsewhere-agent-01");
	}

	@Test
	void aRemoteWriterGoesToTheHubWhileTheGatewayRefusesAndTheOtherFails() throws Exception {
		HttpServer gateway = answering(9200, 503, new CountDownLatch(0));
		HttpServer hub = answering(9100, 204, new CountDownLatch(0));
		try (Fleet fleet = new Fleet(List.of(this.site), "run", 3, Duration.ofMillis(200))) {
			assertThat(this.reports.await(10, TimeUnit.SECONDS)).isTrue();
			List<Tally> tallies = fleet.stop();
			assertThat(tallies).extracting(Tally::agent).containsExactly("ObservabilityHub", "ResourceManager");
			assertThat(tallies.getFirst().failed().cardinality()).isZero();
			assertThat(tallies.getFirst().fallenBack()).isPositive()
				.isEqualTo(tallies.getFirst().acknowledged().cardinality());
			assertThat(tallies.getLast().acknowledged().cardinality()).isZero();
			assertThat(tallies.getLast().failed().cardinality()).isPositive();
			assertThat(tallies).allSatisfy((tally) -> assertThat(tally.lastHealthSequence()).isPositive());
		}
		finally {
			gateway.stop(0);
			hub.stop(0);
		}
	}

	private static HttpServer answering(int port, int status, CountDownLatch answered) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(ADDRESS, port), 0);
			server.createContext("/", (exchange) -> {
				exchange.getRequestBody().readAllBytes();
				exchange.sendResponseHeaders(status, -1);
				exchange.close();
				answered.countDown();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

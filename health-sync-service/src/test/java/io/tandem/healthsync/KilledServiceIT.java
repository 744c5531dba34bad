package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The service as a process of its own that is killed over and over while reports flow;
 * {@code -Dkills=50} for more.
 */
class KilledServiceIT {

	private static final int KILLS = Integer.getInteger("kills", 3);

	private static final Duration IN_TIME = Duration.ofMinutes(3);

	private static final List<String> AGENTS = List.of("k1", "k2", "k3", "k4");

	/** An agent says the same so many times before it says something else. */
	private static final int ALIKE = 25;

	@TempDir
	private Path state;

	@Test
	void killsAtAnyTimeLoseNoReportAndCountNoneTwice() throws Exception {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("seed " + seed);
		Random random = new Random(seed);
		try (NatsServer nats = NatsServer.inDomain("mainpc").start()) {
			try (ChildService first = ChildService.start(nats, this.state.resolve("killed"))) {
				first.awaitReady();
			}
			Flow flow = new Flow(nats);
			Thread flowing = Thread.ofVirtual().start(flow);
			for (int kill = 1; kill <= KILLS; kill++) {
				try (ChildService service = ChildService.start(nats, this.state.resolve("killed"))) {
					long published = flow.published;
					await().atMost(IN_TIME).until(() -> service.readTo() > published);
					LockSupport.parkNanos(random.nextLong(400_000_000));
					service.kill();
				}
			}
			flow.isEnded = true;
			flowing.join();
			try (ChildService survivor = ChildService.start(nats, this.state.resolve("killed"));
					ChildService fresh = ChildService.start(nats, this.state.resolve("fresh"))) {
				awaitAll(survivor, flow.published);
				awaitAll(fresh, flow.published);
				assertThat(survivor.json("/api/v1/health/mainpc").path("digest"))
					.isEqualTo(fresh.json("/api/v1/health/mainpc").path("digest"));
				for (String agent : AGENTS) {
					assertState(survivor, agent, flow.published / AGENTS.size());
					assertThat(history(survivor, agent)).isEqualTo(history(fresh, agent));
					assertHistory(survivor, agent, flow.published / AGENTS.size());
				}
				System.out.printf(Locale.ROOT, "%d kills, %d reports: none lost, none counted twice%n", KILLS,
						flow.published);
			}
		}
	}

	private static void awaitAll(ChildService service, long published) {
		await().atMost(IN_TIME).until(() -> service.readTo() == published);
		for (String agent : AGENTS) {
			await().atMost(IN_TIME)
				.until(() -> service.json("/api/v1/health/mainpc/" + agent + "/history?limit=1")
					.at("/reports/0/sequence")
					.asLong(0) == lastChange(published / AGENTS.size()));
		}
	}

	private static void assertState(ChildService service, String agent, long reports) {
		JsonNode shown = service.json("/api/v1/health/mainpc/" + agent);
		assertThat(shown.path("sequence").asLong()).isEqualTo(reports);
		assertThat(shown.path("received").asLong()).isEqualTo(reports);
		assertThat(shown.path("missing").asLong()).isZero();
		assertThat(shown.path("duplicates").asLong()).isZero();
		assertThat(shown.path("late").asLong()).isZero();
	}

	private static void assertHistory(ChildService service, String agent, long reports) {
		List<Long> changes = new ArrayList<>();
		for (long sequence = lastChange(reports); sequence >= 1; sequence -= ALIKE) {
			changes.add(sequence);
		}
		assertThat(history(service, agent)).extracting((report) -> report.path("sequence").asLong())
			.isEqualTo(changes.subList(0, Math.min(1000, changes.size())));
	}

	private static List<JsonNode> history(ChildService service, String agent) {
		return service.json("/api/v1/health/mainpc/" + agent + "/history?limit=1000")
			.path("reports")
			.valueStream()
			.toList();
	}

	private static long lastChange(long reports) {
		return (reports - 1) / ALIKE * ALIKE + 1;
	}

	/** Reports of all agents in turn, each stored before the next. */
	private static final class Flow implements Runnable {

		private final NatsServer nats;

		private volatile boolean isEnded;

		private volatile long published;

		private Flow(NatsServer nats) {
			this.nats = nats;
		}

		@Override
		public void run() {
			try (Connection connection = Nats
				.connect(Options.builder().server(this.nats.url()).connectionTimeout(Duration.ofSeconds(20)).build())) {
				for (long sequence = 1; !this.isEnded; sequence++) {
					String status = ((sequence - 1) / ALIKE % 2 == 0) ? "UP" : "DOWN";
					for (String agent : AGENTS) {
						publish(connection, agent, sequence,
								Json.bytes(Json.report(agent, "mainpc", status, "life", sequence)));
					}
					this.published += AGENTS.size();
					LockSupport.parkNanos(10_000_000);
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException("the flow of reports has stopped", ex);
			}
		}

		/** Repeats it under one id until it is stored, as an agent does. */
		private static void publish(Connection connection, String agent, long sequence, byte[] report)
				throws JetStreamApiException {
			while (true) {
				try {
					connection.jetStream()
						.publish("observability.health.mainpc." + agent, report,
								PublishOptions.builder().messageId(agent + "/" + sequence).build());
					return;
				}
				catch (IOException ex) {
					// no answer in time on a busy machine
				}
			}
		}

	}

}

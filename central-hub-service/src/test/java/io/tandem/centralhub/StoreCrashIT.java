package io.tandem.centralhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same series come by the live stream and by the backlog, in turns, and Prometheus is
 * killed once it has answered for all of them.
 */
class StoreCrashIT {

	private static final int ROUNDS = 2;

	private static final int PUSHES = 300;

	private static final String[] SERIES = IntStream.range(0, 20).mapToObj((i) -> "s" + i).toArray(String[]::new);

	private final AtomicInteger pushed = new AtomicInteger();

	private final long began = System.currentTimeMillis() - 600_000;

	@Test
	void whatPrometheusHasAnsweredForOutlivesIt(@TempDir Path state) throws Exception {
		try (PrometheusServer prometheus = PrometheusServer.start("1h");
				NatsServer nats = NatsServer.inDomain("mainpc").start();
				CentralHubUnderTest hub = CentralHubUnderTest.start(nats, state, prometheus.writeUrl(),
						"--tandem.sink.batch-messages=1");
				ExecutorService lanes = Executors.newCachedThreadPool()) {
			for (int round = 1; round <= ROUNDS; round++) {
				int until = round * PUSHES;
				List<Future<?>> pushing = new ArrayList<>();
				for (String[] lane : new String[][] { {}, {}, { "Tandem-Lane", "BACKLOG" },
						{ "Tandem-Lane", "BACKLOG" } }) {
					pushing.add(lanes.submit(() -> {
						push(hub, until, lane);
						return null;
					}));
				}
				for (Future<?> lane : pushing) {
					lane.get();
				}
				await().atMost(Duration.ofSeconds(60))
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(hub.epoch("e1").path("receivedCount").asInt()).isEqualTo(until));
				for (String series : SERIES) {
					assertThat(prometheus.samples(series)).isEqualTo(until);
				}
				prometheus.kill();
				prometheus.start();
				for (String series : SERIES) {
					assertThat(prometheus.samples(series)).isEqualTo(until);
				}
			}
		}
	}

	private void push(CentralHubUnderTest hub, int until, String... lane) throws Exception {
		for (int i = this.pushed.incrementAndGet(); i <= until; i = this.pushed.incrementAndGet()) {
			assertThat(hub.push(new RecordRange("pc2", "e1", i, i),
					CentralHubUnderTest.body(this.began + i * 10, i, SERIES), lane))
				.isEqualTo(204);
		}
		this.pushed.decrementAndGet();
	}

}

package io.tandem.centralhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.centralhub.sink.ScriptedReceiver;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.identity.RecordRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A long backlog, and a store that does not take it for a long time. */
class LiveBeforeBacklogIT {

	private static final int OLD = 200;

	private static final int NEW = 40;

	@Test
	void liveRecordsAreStoredWhileTheBacklogWaits(@TempDir Path state) throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		AtomicInteger held = new AtomicInteger();
		try (NatsServer nats = NatsServer.inDomain("mainpc").start();
				ScriptedReceiver store = new ScriptedReceiver();
				CentralHubUnderTest hub = CentralHubUnderTest.start(nats, state, store.url().toString(),
						"--tandem.sink.batch-messages=10")) {
			store.before = (names) -> {
				if (names.stream().anyMatch((name) -> name.startsWith("old"))) {
					held.incrementAndGet();
					hold(released);
				}
			};
			for (int i = 1; i <= OLD; i++) {
				assertThat(push(hub, i, "old" + i, "Tandem-Lane", "BACKLOG")).isEqualTo(204);
			}
			eventually(() -> assertThat(held).hasPositiveValue());
			for (int i = OLD + 1; i <= OLD + NEW; i++) {
				assertThat(push(hub, i, "new" + i)).isEqualTo(204);
			}
			eventually(() -> assertThat(store.allStored()).containsExactlyElementsOf(
					IntStream.rangeClosed(OLD + 1, OLD + NEW).mapToObj((i) -> "new" + i).toList()));
			eventually(() -> assertThat(hub.epoch("e1").path("receivedCount").asInt()).isEqualTo(NEW));
			assertThat(hub.epoch("e1").path("missingCount").asInt()).isEqualTo(OLD);
			eventually(() -> assertThat(lag(hub, "BACKLOG_MAINPC")).isEqualTo(OLD));

			released.countDown();
			eventually(() -> assertThat(Set.copyOf(store.allStored())).hasSize(OLD + NEW));
			eventually(() -> assertThat(hub.epoch("e1").path("receivedCount").asInt()).isEqualTo(OLD + NEW));
			JsonNode totals = hub.json("/api/v1/ledger").path("totals");
			assertThat(totals.path("missing").asInt()).isZero();
			assertThat(totals.path("openGaps").asInt()).isZero();
			assertThat(hub.json("/api/v1/ledger").path("streamTotals").path("missing").asInt()).isZero();
			eventually(() -> assertThat(lag(hub, "BACKLOG_MAINPC") + lag(hub, "METRICS_MAINPC")).isZero());
		}
		finally {
			released.countDown();
		}
	}

	@Test
	void theStoreHasOneRequestOfAMachineAtATime(@TempDir Path state) throws Exception {
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		try (NatsServer nats = NatsServer.inDomain("mainpc").start();
				ScriptedReceiver store = new ScriptedReceiver();
				CentralHubUnderTest hub = CentralHubUnderTest.start(nats, state, store.url().toString(),
						"--tandem.sink.batch-messages=1")) {
			store.before = (names) -> {
				most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
				underWay.decrementAndGet();
			};
			for (int i = 1; i <= NEW; i += 2) {
				assertThat(push(hub, i, "old" + i, "Tandem-Lane", "BACKLOG")).isEqualTo(204);
				assertThat(push(hub, i + 1, "new" + (i + 1))).isEqualTo(204);
			}
			eventually(() -> assertThat(Set.copyOf(store.allStored())).hasSize(NEW));
			assertThat(most).hasValue(1);
		}
	}

	private static int push(CentralHubUnderTest hub, int sequence, String name, String... headers) throws Exception {
		return hub.push(new RecordRange("pc2", "e1", sequence, sequence),
				CentralHubUnderTest.body(System.currentTimeMillis(), 1, name), headers);
	}

	private static double lag(CentralHubUnderTest hub, String stream) {
		return hub.bean(MeterRegistry.class).get("tandem.sink.lag").tag("stream", stream).gauge().value();
	}

	private static void hold(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion);
	}

}

package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.tandem.jetstream.PublishOutcome.Full;
import io.tandem.jetstream.PublishOutcome.Rejected;
import io.tandem.jetstream.PublishOutcome.Stored;
import io.tandem.jetstream.PublishOutcome.Unavailable;
import io.tandem.test.nats.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JetStreamPublisherIT {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final StreamSpec SPEC = StreamSpec.origin("METRICS_MAINPC", List.of("observability.metrics.mainpc"),
			Duration.ofHours(24), 64 << 20);

	private static final String SUBJECT = "observability.metrics.mainpc";

	@Test
	void storesOnceWhatIsPublishedTwiceUnderOneId() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, SPEC)) {
			assertThat(publish(service, "a/1/1-1", new byte[100])).isEqualTo(new Stored("METRICS_MAINPC", 1, false));
			assertThat(publish(service, "a/1/1-1", new byte[100])).isEqualTo(new Stored("METRICS_MAINPC", 1, true));
			MessageInfo stored = service.connection().require().jetStreamManagement().getMessage("METRICS_MAINPC", 1);
			assertThat(stored.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("a/1/1-1");
			assertThat(stored.getHeaders().getFirst("Tandem-Origin")).isEqualTo("mainpc");
			assertThat(service.meters().get("tandem.jetstream.publish").tag("outcome", "stored").timer().count())
				.isEqualTo(1);
			assertThat(service.meters().get("tandem.jetstream.publish").tag("outcome", "duplicate").timer().count())
				.isEqualTo(1);
		}
	}

	@Test
	void waitsForAServerThatComesUpLater() {
		try (NatsServer server = NatsServer.inDomain("mainpc").notStarted();
				TestService service = TestService.at(server, SPEC)) {
			assertThat(service.connection().isConnected()).isFalse();
			PublishOutcome early = service.publisher()
				.publish(SUBJECT, Map.of(), new byte[1], "early", Duration.ofMillis(200));
			assertThat(early).isInstanceOfSatisfying(Unavailable.class,
					(it) -> assertThat(it.waited()).isBetween(Duration.ofMillis(200), Duration.ofMillis(600)));
			server.start();
			assertThat(publish(service, "later", new byte[1])).isInstanceOf(Stored.class);
		}
	}

	@Test
	void refusesForGoodWhatCanNeverBeStored() {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, SPEC)) {
			assertThat(publish(service, "ok", new byte[(8 << 20) - 200])).isInstanceOf(Stored.class);
			assertThat(publish(service, "too-large", new byte[8 << 20])).isInstanceOf(Rejected.class);
			assertThat(
					service.publisher().publish("nobody.listens", Map.of(), new byte[1], "id", Duration.ofMillis(100)))
				.isInstanceOf(Rejected.class);
			assertThat(service.publisher().publish(SUBJECT, Map.of("a", "b\r\nc"), new byte[1], "id", LONG))
				.isInstanceOf(Rejected.class);
			assertThat(service.meters().get("tandem.nats.disconnects").counter().count()).isZero();
		}
	}

	@Test
	void acknowledgementFromAForeignDomainIsNotTrusted() {
		try (NatsServer server = NatsServer.inDomain("pc2").start();
				TestService service = TestService.with(server, Map.of("tandem.machine", "mainpc"), SPEC)) {
			assertThat(publish(service, "id", new byte[1])).isInstanceOf(Rejected.class);
		}
	}

	@Test
	void subjectWhoseStreamIsNotThereYetIsUnavailable() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, SPEC)) {
			await().until(service.provisioner()::isComplete);
			service.connection().require().jetStreamManagement().deleteStream("METRICS_MAINPC");
			assertThat(service.publisher().publish(SUBJECT, Map.of(), new byte[1], "id", Duration.ofMillis(100)))
				.isInstanceOf(Unavailable.class);
		}
	}

	@Test
	void fullStreamRefusesAndTrimsNothing() throws Exception {
		StreamSpec small = StreamSpec.origin("METRICS_MAINPC", List.of(SUBJECT), Duration.ofHours(24), 100_000);
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, small)) {
			int stored = 0;
			PublishOutcome outcome = publish(service, "m0", new byte[10_000]);
			while (outcome instanceof Stored) {
				stored++;
				outcome = publish(service, "m" + stored, new byte[10_000]);
			}
			assertThat(outcome).isInstanceOf(Full.class);
			assertThat(stored).isEqualTo(9);
			JetStreamManagement streams = service.connection().require().jetStreamManagement();
			assertThat(streams.getStreamInfo("METRICS_MAINPC").getStreamState().getFirstSequence()).isEqualTo(1);
			assertThat(streams.getStreamInfo("METRICS_MAINPC").getStreamState().getMsgCount()).isEqualTo(9);
			streams.purgeStream("METRICS_MAINPC", PurgeOptions.builder().keep(2).build());
			assertThat(publish(service, "m9", new byte[10_000])).isEqualTo(new Stored("METRICS_MAINPC", 10, false));
		}
	}

	@Test
	void fullServerRefusesToo() {
		StreamSpec unlimited = StreamSpec.origin("METRICS_MAINPC", List.of(SUBJECT), Duration.ofHours(24), -1);
		try (NatsServer server = NatsServer.inDomain("mainpc").maxFile(100_000).start();
				TestService service = TestService.at(server, unlimited)) {
			assertThat(publish(service, "m0", new byte[60_000])).isInstanceOf(Stored.class);
			assertThat(publish(service, "m1", new byte[60_000])).isInstanceOf(Stored.class);
			assertThat(publish(service, "m2", new byte[60_000])).isInstanceOf(Full.class);
		}
	}

	@Test
	void everythingStoredIsInTheStreamOnceOverAKillUnderLoad() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, SPEC);
				ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			Set<String> stored = ConcurrentHashMap.newKeySet();
			AtomicInteger failed = new AtomicInteger();
			AtomicBoolean done = new AtomicBoolean();
			List<Future<?>> running = new ArrayList<>();
			for (int caller = 0; caller < 16; caller++) {
				int own = caller;
				running.add(callers.submit(() -> {
					for (int count = 0; !done.get(); count++) {
						String id = own + "/" + count;
						if (publish(service, id, new byte[2_000]) instanceof Stored) {
							stored.add(id);
						}
						else {
							failed.incrementAndGet();
						}
					}
				}));
			}
			for (int kill = 0; kill < 2; kill++) {
				int before = stored.size();
				await().until(() -> stored.size() > before + 300);
				server.kill();
				server.start();
			}
			int before = stored.size();
			await().until(() -> stored.size() > before + 300);
			done.set(true);
			for (Future<?> future : running) {
				future.get();
			}
			List<String> read = StreamContents.ids(service, "METRICS_MAINPC", stored.size());
			assertThat(read).doesNotHaveDuplicates().containsAll(stored);
			assertThat(failed).hasValue(0);
		}
	}

	private static PublishOutcome publish(TestService service, String id, byte[] body) {
		return service.publisher().publish(SUBJECT, Map.of("Tandem-Origin", "mainpc"), body, id, LONG);
	}

}

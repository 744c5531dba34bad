package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.tandem.jetstream.PublishOutcome.Stored;
import io.tandem.test.nats.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamProvisionerIT {

	private static final Duration DAY = Duration.ofHours(24);

	private static final StreamSpec ORIGIN = StreamSpec.origin("METRICS_MAINPC",
			List.of("observability.metrics.mainpc", "observability.metrics.mainpc.>"), DAY, 1 << 20);

	private static final StreamSpec MIRROR = StreamSpec.mirror("METRICS_PC2", "pc2", DAY, 1 << 20);

	@Test
	void createsOriginsAndMirrorsEvenBeforeTheOtherMachineExists() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				TestService service = TestService.at(server, ORIGIN, MIRROR)) {
			await().until(service.provisioner()::isComplete);
			StreamConfiguration origin = config(service, "METRICS_MAINPC");
			assertThat(origin.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
			assertThat(origin.getStorageType()).isEqualTo(StorageType.File);
			assertThat(origin.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
			assertThat(origin.getMaxAge()).isEqualTo(DAY);
			assertThat(origin.getMaxBytes()).isEqualTo(1 << 20);
			assertThat(origin.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
			assertThat(origin.getSubjects()).hasSize(2);
			StreamConfiguration mirror = config(service, "METRICS_PC2");
			assertThat(mirror.getDiscardPolicy()).isEqualTo(DiscardPolicy.Old);
			assertThat(mirror.getMirror().getExternal().getApi()).isEqualTo("$JS.pc2.API");
		}
	}

	@Test
	void changesNothingWhenAllIsAsItShouldBe() {
		try (NatsServer server = NatsServer.inDomain("mainpc").start()) {
			try (TestService first = TestService.at(server, ORIGIN, MIRROR)) {
				await().until(first.provisioner()::isComplete);
				assertThat(changes(first)).isEqualTo(2);
			}
			try (TestService second = TestService.at(server, ORIGIN, MIRROR)) {
				await().until(second.provisioner()::isComplete);
				assertThat(changes(second)).isZero();
			}
		}
	}

	@Test
	void appliesWhatHasChangedInTheSpec() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start()) {
			try (TestService first = TestService.at(server, ORIGIN, MIRROR)) {
				await().until(first.provisioner()::isComplete);
			}
			StreamSpec longer = StreamSpec.origin("METRICS_MAINPC", List.of("observability.metrics.mainpc"),
					DAY.multipliedBy(2), 2 << 20);
			StreamSpec larger = StreamSpec.mirror("METRICS_PC2", "pc2", DAY, 3 << 20);
			try (TestService second = TestService.at(server, longer, larger)) {
				await().until(second.provisioner()::isComplete);
				assertThat(config(second, "METRICS_MAINPC").getMaxAge()).isEqualTo(DAY.multipliedBy(2));
				assertThat(config(second, "METRICS_MAINPC").getMaxBytes()).isEqualTo(2 << 20);
				assertThat(config(second, "METRICS_MAINPC").getSubjects())
					.containsExactly("observability.metrics.mainpc");
				assertThat(config(second, "METRICS_PC2").getMaxBytes()).isEqualTo(3 << 20);
				assertThat(config(second, "METRICS_PC2").getMirror()).isNotNull();
			}
		}
	}

	@Test
	void comesBackByItselfAfterAStartWithoutAServerAndAfterTheStoreWasLost() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").notStarted();
				TestService service = TestService.with(server,
						Map.of("tandem.jetstream.provisioning-interval", "300ms"), ORIGIN)) {
			assertThat(service.provisioner().missing()).containsOnlyKeys("METRICS_MAINPC");
			server.start();
			await().until(service.provisioner()::isComplete);
			api(service).deleteStream("METRICS_MAINPC");
			await().until(() -> api(service).getStreamNames().contains("METRICS_MAINPC"));
			assertThat(changes(service)).isEqualTo(2);
		}
	}

	@Test
	void neverDeletesWhatCannotBeChangedButSaysWhatToDo() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start()) {
			try (TestService first = TestService.at(server)) {
				await().until(first.connection()::isConnected);
				api(first).addStream(StreamConfiguration.builder()
					.name("METRICS_MAINPC")
					.subjects("observability.metrics.mainpc")
					.storageType(StorageType.Memory)
					.build());
			}
			try (TestService second = TestService.at(server, ORIGIN, MIRROR)) {
				await().until(() -> api(second).getStreamNames().contains("METRICS_PC2"));
				assertThat(second.provisioner().isComplete()).isFalse();
				assertThat(second.provisioner().missing().get("METRICS_MAINPC")).contains("storage=memory",
						"delete it");
				assertThat(config(second, "METRICS_MAINPC").getStorageType()).isEqualTo(StorageType.Memory);
			}
		}
	}

	@Test
	void limitBelowWhatAnOriginHoldsIsNotApplied() throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc").start()) {
			try (TestService first = TestService.at(server, ORIGIN)) {
				assertThat(first.publisher()
					.publish("observability.metrics.mainpc", Map.of(), new byte[500_000], "id", Duration.ofSeconds(5)))
					.isInstanceOf(Stored.class);
			}
			StreamSpec smaller = StreamSpec.origin("METRICS_MAINPC", ORIGIN.subjects(), DAY, 400_000);
			try (TestService second = TestService.at(server, smaller)) {
				await().until(() -> second.provisioner()
					.missing()
					.getOrDefault("METRICS_MAINPC", "")
					.contains("max_bytes=400000"));
				assertThat(api(second).getStreamInfo("METRICS_MAINPC").getStreamState().getMsgCount()).isEqualTo(1);
			}
		}
	}

	@Test
	void sameStreamDeclaredDifferentlyIsAMistake() {
		try (NatsServer server = NatsServer.inDomain("mainpc").notStarted()) {
			assertThatThrownBy(
					() -> TestService.at(server, ORIGIN, StreamSpec.origin("METRICS_MAINPC", List.of("x"), DAY, 1)))
				.rootCause()
				.hasMessageContaining("declared twice");
		}
	}

	private static double changes(TestService service) {
		return service.meters().get("tandem.jetstream.streams.changes").counter().count();
	}

	private static StreamConfiguration config(TestService service, String stream) throws Exception {
		return api(service).getStreamInfo(stream).getConfiguration();
	}

	private static JetStreamManagement api(TestService service) throws Exception {
		return service.connection().require().jetStreamManagement();
	}

}

package io.tandem.healthsync.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.Json;
import io.tandem.healthsync.state.Reports;
import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RelayedFeedTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final FakeBroker broker = new FakeBroker();

	private final RelayedReports shown = Relayed.none();

	private final RelayedFeed feed = new RelayedFeed(List.of(new Machine("mainpc"), new Machine("pc2")), this.broker,
			this.shown, new RelayMeters(this.registry), Duration.ofHours(24), Duration.ofSeconds(10),
			MutableClock.at(Reports.START.plusSeconds(60)));

	@Test
	void whatAMachineKeepsIsShown() {
		this.feed.start();
		feed(55, "observability.relayed.mainpc.pc2.a", Json.report("a", "pc2", "DOWN", "e", 1));
		feed(3, "observability.relayed.mainpc.pc2.old", Json.report("old", "pc2", "UP", "e", 1));
		assertThat(this.shown.news("pc2", "a", null)).hasValueSatisfying((relayed) -> {
			assertThat(relayed.by()).isEqualTo("mainpc");
			assertThat(relayed.received().isReplayed()).isFalse();
		});
		assertThat(this.shown.news("pc2", "old", null).orElseThrow().received().isReplayed()).isTrue();
		this.feed.stop();
		assertThat(this.broker.followers).isEmpty();
		assertThat(this.feed.isRunning()).isFalse();
	}

	@Test
	void whatIsNoRelayedReportIsCountedAndPassedOver() {
		this.feed.start();
		feed(1, "observability.relayed.mainpc.pc2.a", "nonsense");
		feed(2, "observability.relayed.mainpc.pc2.b", Json.report("a", "pc2", "UP", "e", 1));
		feed(3, "observability.relayed.mainpc.mainpc.a", Json.report("a", "mainpc", "UP", "e", 1));
		assertThat(this.shown.size()).isZero();
		assertThat(this.registry.get("tandem.health.relayed").tag("outcome", "invalid").counter().count()).isEqualTo(3);
	}

	@Test
	void messageWithoutAnIdIsKnownByItsPlace() throws Exception {
		RelayedMessage message = RelayedMessage.read(new Machine("mainpc"), FakeBroker.message("RELAYED_MAINPC", 7,
				"observability.relayed.mainpc.pc2.a", null, Json.report("a", "pc2", "UP")));
		assertThat(message.messageId()).isEqualTo("RELAYED_MAINPC/7");
	}

	@Test
	void eachMachineKeepsInAStreamOfItsOwnThatTheOthersMirror() {
		List<StreamSpec> specs = RelayConfiguration
			.streams(new MachineProperties("pc2", List.of("mainpc", "pc3"), Path.of("state")), Duration.ofHours(24),
					1 << 20)
			.specs();
		assertThat(specs).extracting(StreamSpec::name).containsExactly("RELAYED_PC2", "RELAYED_MAINPC", "RELAYED_PC3");
		assertThat(specs.getFirst().subjects()).containsExactly("observability.relayed.pc2.>");
		assertThat(specs.get(1).mirrorOfDomain()).isEqualTo("mainpc");
	}

	@Test
	void settingsThatCannotWorkAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(Map.of("mainpc", URI.create("ftp://10.0.0.1:9300")), 1, 1500))
			.withMessageContaining("peer=mainpc");
		assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of(), 0, 1500))
			.withMessageContaining("max-under-way=0");
		assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of(), 1, 2000))
			.withMessageContaining("store-within=PT2S");
	}

	private static RelayProperties settings(Map<String, URI> urls, int most, long storeMillis) {
		return new RelayProperties(urls, most, Duration.ofMillis(500), Duration.ofSeconds(2),
				Duration.ofMillis(storeMillis), DataSize.ofMegabytes(1), 100);
	}

	private void feed(long sequence, String subject, String json) {
		this.broker.followers.get("RELAYED_MAINPC")
			.accept(FakeBroker.message("RELAYED_MAINPC", sequence, subject, "id", json));
	}

}

package io.tandem.hub.window;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.impl.Headers;
import io.tandem.hub.window.WindowProperties.Streams;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.jetstream.StreamMessage;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class WindowFeedTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final WindowProperties PROPERTIES = new WindowProperties(Duration.ofMinutes(5), Streams.ALL, 100,
			100, 10_000, DataSize.ofMegabytes(1), Duration.ofSeconds(10));

	private final FakeReader reader = new FakeReader();

	private volatile Instant now = NOW;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<byte[]> replayed = new ArrayList<>();

	private final List<StreamMessage> probes = new ArrayList<>();

	private final RecentWindow window = new RecentWindow(PROPERTIES, InstantSource.fixed(NOW));

	private final WindowFeed feed = new WindowFeed(this.window, this.reader,
			List.of("METRICS_MAINPC", "METRICS_PC2", "BACKLOG_MAINPC"), List.of("METRICS_MAINPC", "BACKLOG_MAINPC"),
			List.of("BACKLOG_MAINPC"), this.replayed::add, this.probes::add, PROPERTIES, () -> this.now, this.meters);

	@BeforeEach
	void start() {
		this.feed.start();
	}

	@AfterEach
	void stop() {
		this.feed.stop();
	}

	/** As the sweeper does; each stream gives way to the next by its time. */
	private void openAll() {
		for (int i = 0; i < 2; i++) {
			this.now = this.now.plusSeconds(5);
			this.feed.openNext();
		}
	}

	@Test
	void streamsAreOpenedOneAfterTheOtherEachOnceTheOneBeforeIsRead() {
		this.feed.openNext();
		assertThat(this.reader.followed.keySet()).containsExactly("METRICS_MAINPC");
		this.reader.followed.get("METRICS_MAINPC").caughtUp = true;
		this.feed.openNext();
		this.feed.openNext();
		assertThat(this.reader.followed.keySet()).containsExactly("METRICS_MAINPC", "METRICS_PC2");
	}

	@Test
	void eachStreamIsReadFromOneWindowBeforeTheStart() {
		openAll();
		assertThat(this.reader.followed.keySet()).containsExactly("METRICS_MAINPC", "METRICS_PC2", "BACKLOG_MAINPC");
		assertThat(this.reader.followed.values()).extracting((followed) -> followed.from)
			.containsOnly(NOW.minus(Duration.ofMinutes(5)));
	}

	@Test
	void rebuildingEndsWhenAllStreamsAreReadAndDoesNotBeginAgain() {
		openAll();
		assertThat(this.feed.isRebuilding()).isTrue();
		this.reader.followed.get("METRICS_MAINPC").caughtUp = true;
		this.reader.followed.get("BACKLOG_MAINPC").caughtUp = true;
		assertThat(this.feed.isRebuilding()).isTrue();
		this.reader.followed.get("METRICS_PC2").caughtUp = true;
		assertThat(this.feed.isRebuilding()).isFalse();
		this.reader.followed.get("METRICS_PC2").caughtUp = false;
		assertThat(this.feed.isRebuilding()).isFalse();
	}

	@Test
	void whatIsReadIsInTheWindow() {
		openAll();
		read("METRICS_PC2", NOW.minusSeconds(9), Protocol.REMOTE_WRITE);
		assertThat(this.window.latest((labels) -> true)).singleElement()
			.satisfies((latest) -> assertThat(latest.labels().metricName()).isEqualTo("up"));
	}

	@Test
	void pushesOfTheFormerLifeAreReplayed() {
		openAll();
		read("METRICS_MAINPC", NOW.minusSeconds(1), Protocol.PUSHGATEWAY);
		read("BACKLOG_MAINPC", NOW.minusSeconds(2), Protocol.PUSHGATEWAY);
		assertThat(this.replayed).hasSize(2);
	}

	@Test
	void whatThisProcessStoredItselfOrAnotherMachineOrByRemoteWriteIsNotReplayed() {
		openAll();
		read("METRICS_MAINPC", NOW.plusSeconds(1), Protocol.PUSHGATEWAY);
		read("METRICS_PC2", NOW.minusSeconds(1), Protocol.PUSHGATEWAY);
		read("METRICS_MAINPC", NOW.minusSeconds(1), Protocol.REMOTE_WRITE);
		assertThat(this.replayed).isEmpty();
	}

	@Test
	void whatIsNotAWriteRequestIsCountedAndPassedOver() {
		openAll();
		for (int i = 0; i < 2; i++) {
			this.reader.followed.get("METRICS_PC2").handler.accept(new StreamMessage("METRICS_PC2", 1, NOW,
					"observability.metrics.pc2", null, new byte[] { -1, -1, -1, -1, -1, -1, -1 }));
		}
		assertThat(this.meters.get("tandem.hub.window.unreadable").counter().count()).isEqualTo(2);
	}

	@Test
	void probesAreToldOnTheirOwnMachineAndNeverCountedAsUnreadable() {
		openAll();
		for (String stream : List.of("METRICS_MAINPC", "METRICS_PC2")) {
			this.reader.followed.get(stream).handler.accept(new StreamMessage(stream, 7, NOW, "subject",
					new Headers().add("Tandem-Probe", "one"), new byte[] { -1 }));
		}
		assertThat(this.probes).extracting(StreamMessage::stream).containsExactly("METRICS_MAINPC");
		assertThat(this.meters.get("tandem.hub.window.unreadable").counter().count()).isZero();
		assertThat(this.window.seriesCount()).isZero();
	}

	@Test
	void stoppingClosesTheReaders() {
		openAll();
		this.feed.stop();
		assertThat(this.reader.followed.values()).allMatch((followed) -> followed.closed);
		assertThat(this.feed.isRunning()).isFalse();
	}

	private void read(String stream, Instant storedAt, Protocol protocol) {
		byte[] body = WriteRequests.encode(List.of(new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, "up")),
				List.of(new Sample(storedAt.toEpochMilli(), 1)))));
		this.reader.followed.get(stream).handler.accept(new StreamMessage(stream, 1, storedAt, "subject",
				new Headers().add("Tandem-Protocol", protocol.name()), body));
	}

}

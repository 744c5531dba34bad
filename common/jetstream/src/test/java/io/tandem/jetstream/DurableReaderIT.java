package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.tandem.jetstream.PublishOutcome.Stored;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.jetstream.StreamReader.Durable;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurableReaderIT {

	private static final String STREAM = "METRICS_MAINPC";

	private static final String SUBJECT = "observability.metrics.mainpc";

	private static final StreamSpec SPEC = StreamSpec.origin(STREAM, List.of(SUBJECT), Duration.ofHours(24), 64 << 20);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int MIB = 1 << 20;

	private NatsServer server;

	private TestService service;

	private int published;

	@BeforeEach
	void start() {
		this.server = NatsServer.inDomain("mainpc").start();
		this.service = TestService.with(this.server, Map.of("tandem.jetstream.ack-wait", "1s"), SPEC);
	}

	@AfterEach
	void stop() {
		this.service.close();
		this.server.close();
	}

	@Test
	void deliversInOrderAndOnceWhatIsAcknowledged() throws Exception {
		publish(250, 100);
		List<Long> read = new ArrayList<>();
		try (Durable durable = durable()) {
			while (read.size() < 250) {
				for (Delivery delivery : durable.fetch(100, MIB, SECOND)) {
					assertThat(delivery.attempt()).isEqualTo(1);
					read.add(delivery.message().sequence());
					delivery.ack();
				}
			}
		}
		assertThat(read).containsExactlyElementsOf(LongStream.rangeClosed(1, 250).boxed().toList());
		try (Durable again = durable()) {
			assertThat(again.fetch(100, MIB, Duration.ofMillis(200))).isEmpty();
		}
	}

	@Test
	void takesWhatIsThereAndDoesNotWaitForMore() throws Exception {
		try (Durable durable = durable()) {
			assertThat(durable.fetch(10, MIB, Duration.ofMillis(100))).isEmpty();
			publish(3, 100);
			long start = System.nanoTime();
			assertThat(durable.fetch(10, MIB, Duration.ofSeconds(5))).hasSize(3);
			Thread late = Thread.ofVirtual().start(() -> publish(1, 100));
			assertThat(durable.fetch(10, MIB, Duration.ofSeconds(5))).hasSize(1);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
			late.join();
		}
	}

	@Test
	void staysWithinTheBytesAskedForUnlessOneMessageAloneIsBigger() throws Exception {
		publish(4, 40_000);
		publish(1, 300_000);
		publish(1, 100);
		try (Durable durable = durable()) {
			assertThat(sizes(durable.fetch(10, 100_000, SECOND))).containsExactly(40_000, 40_000);
			assertThat(sizes(durable.fetch(10, 100_000, SECOND))).containsExactly(40_000, 40_000);
			assertThat(sizes(durable.fetch(10, 100_000, SECOND))).containsExactly(300_000);
			assertThat(sizes(durable.fetch(10, 100_000, SECOND))).containsExactly(100);
		}
	}

	@Test
	void deliversAgainWhatWasNotAcknowledgedOrWasGivenBack() throws Exception {
		publish(2, 100);
		try (Durable durable = durable()) {
			List<Delivery> first = durable.fetch(2, MIB, SECOND);
			first.get(1).nak(Duration.ofMillis(50));
			Delivery second = durable.fetch(1, MIB, SECOND).getFirst();
			assertThat(second.message().sequence()).isEqualTo(2);
			assertThat(second.attempt()).isEqualTo(2);
			second.ack();
			Delivery third = durable.fetch(1, MIB, Duration.ofSeconds(3)).getFirst();
			assertThat(third.message().sequence()).isEqualTo(1);
		}
	}

	@Test
	void atTheLimitOfOpenDeliveriesItWaitsInPeace() throws Exception {
		try (TestService small = TestService.with(this.server, Map.of("tandem.jetstream.max-ack-pending", "5"));
				Durable durable = small.reader().durable(STREAM, "mainpc-small")) {
			publish(10, 100);
			List<Delivery> first = durable.fetch(10, MIB, SECOND);
			assertThat(first).hasSize(5);
			assertThat(durable.fetch(10, MIB, Duration.ofMillis(300))).isEmpty();
			first.forEach(Delivery::ack);
			assertThat(durable.fetch(10, MIB, SECOND)).hasSize(5);
			assertThat(small.meters().get("tandem.jetstream.read.reopened").tag("stream", STREAM).counter().count())
				.isEqualTo(1);
		}
	}

	@Test
	void workInProgressIsNotDeliveredAgain() throws Exception {
		publish(1, 100);
		try (Durable durable = durable()) {
			Delivery delivery = durable.fetch(1, MIB, SECOND).getFirst();
			for (int half = 0; half < 4; half++) {
				delivery.inProgress();
				assertThat(durable.fetch(1, MIB, Duration.ofMillis(500))).isEmpty();
			}
		}
	}

	@Test
	void survivesTheServerAndReturnsEmptyMeanwhile() throws Exception {
		publish(5, 100);
		try (Durable durable = durable()) {
			durable.fetch(5, MIB, SECOND).forEach(Delivery::ack);
			this.server.kill();
			long start = System.nanoTime();
			assertThat(durable.fetch(5, MIB, SECOND)).isEmpty();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SECOND, Duration.ofSeconds(2));
			this.server.start();
			publish(3, 100);
			List<Long> read = new ArrayList<>();
			await().atMost(Duration.ofSeconds(5)).until(() -> {
				durable.fetch(5, MIB, SECOND).forEach((delivery) -> {
					read.add(delivery.message().sequence());
					delivery.ack();
				});
				return read.contains(8L);
			});
			assertThat(read).contains(6L, 7L, 8L);
		}
	}

	/**
	 * What it does not wait for would come again only after the acknowledgement's time.
	 */
	@Test
	void takesWhatAServerSendsThatStoodStill() throws Exception {
		try (Durable durable = durable()) {
			assertThat(durable.fetch(5, MIB, Duration.ofMillis(100))).isEmpty();
			publish(3, 100);
			this.server.pause();
			assertThat(durable.fetch(5, MIB, Duration.ofMillis(300))).isEmpty();
			this.server.resume();
			assertThat(durable.fetch(5, MIB, SECOND)).hasSize(3)
				.allSatisfy((delivery) -> assertThat(delivery.attempt()).isEqualTo(1));
		}
	}

	@Test
	void makesItsConsumerAnewWhenItVanished() throws Exception {
		publish(3, 100);
		try (Durable durable = durable()) {
			durable.fetch(5, MIB, SECOND).forEach(Delivery::ack);
			api().deleteConsumer(STREAM, "mainpc-ledger");
			publish(1, 100);
			assertThat(durable.fetch(5, MIB, Duration.ofSeconds(3))).hasSize(4);
		}
	}

	@Test
	void consumerThatIsAheadOfItsStreamIsMadeAnew() throws Exception {
		publish(2, 100);
		this.server.stop();
		Path messages = this.server.storeDirectory().resolve("jetstream/$G/streams/" + STREAM + "/msgs");
		Path beforePowerCut = Files.createTempDirectory("msgs-");
		copy(messages, beforePowerCut);
		this.server.start();
		publish(3, 100);
		try (Durable durable = durable()) {
			durable.fetch(5, MIB, SECOND).forEach(Delivery::ack);
			await().until(() -> api().getConsumerInfo(STREAM, "mainpc-ledger").getAckFloor().getStreamSequence() == 5);
			this.server.stop();
			copy(beforePowerCut, messages);
			this.server.start();
			await().until(this.service.connection()::isConnected);
			assertThat(api().getStreamInfo(STREAM).getStreamState().getLastSequence()).isEqualTo(2);
			publish(1, 100);
			assertThat(durable.fetch(10, MIB, Duration.ofSeconds(3)))
				.extracting((delivery) -> delivery.message().sequence())
				.containsExactly(1L, 2L, 3L);
		}
		delete(beforePowerCut);
	}

	private static void copy(Path from, Path to) throws IOException {
		delete(to);
		Files.createDirectories(to);
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(file.getFileName()));
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(directory);
	}

	@Test
	void waitsForAStreamThatDoesNotExistYet() throws Exception {
		try (Durable durable = this.service.reader().durable("LATE", "mainpc-late")) {
			assertThat(durable.fetch(1, MIB, Duration.ofMillis(300))).isEmpty();
			try (TestService other = TestService.at(this.server,
					StreamSpec.origin("LATE", List.of("late"), Duration.ofHours(1), MIB))) {
				assertThat(other.publisher().publish("late", Map.of(), new byte[1], "id", Duration.ofSeconds(5)))
					.isInstanceOf(Stored.class);
			}
			assertThat(durable.fetch(1, MIB, Duration.ofSeconds(3))).hasSize(1);
		}
	}

	private Durable durable() {
		return this.service.reader().durable(STREAM, "mainpc-ledger");
	}

	private static List<Integer> sizes(List<Delivery> deliveries) {
		deliveries.forEach(Delivery::ack);
		return deliveries.stream().map((delivery) -> delivery.message().body().length).toList();
	}

	private void publish(int count, int size) {
		for (int done = 0; done < count; done++) {
			assertThat(this.service.publisher()
				.publish(SUBJECT, Map.of(), new byte[size], "m" + this.published++, Duration.ofSeconds(10)))
				.isInstanceOf(Stored.class);
		}
	}

	private JetStreamManagement api() throws Exception {
		return this.service.connection().require().jetStreamManagement();
	}

}

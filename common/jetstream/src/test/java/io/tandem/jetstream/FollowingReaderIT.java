package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.tandem.jetstream.PublishOutcome.Stored;
import io.tandem.jetstream.StreamReader.Following;
import io.tandem.test.nats.NatsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowingReaderIT {

	private static final String STREAM = "EVENTS_MAINPC";

	private static final String SUBJECT = "observability.failover.mainpc";

	private static final StreamSpec SPEC = StreamSpec.origin(STREAM, List.of(SUBJECT), Duration.ofHours(24), 64 << 20);

	private NatsServer server;

	private TestService service;

	private final List<Long> seen = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.server = NatsServer.inDomain("mainpc").start();
		this.service = TestService.at(this.server, SPEC);
	}

	@AfterEach
	void stop() {
		this.service.close();
		this.server.close();
	}

	@Test
	void replaysEverythingAndThenFollows() {
		publish(600);
		try (Following following = follow()) {
			awaitSeen(600);
			assertThat(following.isCaughtUp()).isTrue();
			publish(3);
			awaitSeen(603);
		}
	}

	@Test
	void replaysFromTheTimeGiven() throws Exception {
		publish(3);
		Instant later = api().getMessage(STREAM, 3).getTime().toInstant();
		try (Following following = this.service.reader()
			.follow(STREAM, later, (message) -> this.seen.add(message.sequence()))) {
			await().until(following::isCaughtUp);
			assertThat(this.seen).containsExactly(3L);
		}
	}

	@Test
	void emptyStreamIsCaughtUpAtOnce() {
		await().until(this.service.provisioner()::isComplete);
		try (Following following = follow()) {
			await().atMost(Duration.ofSeconds(1)).until(following::isCaughtUp);
		}
	}

	@Test
	void goesOnSoonAfterARestartOfTheServer() {
		publish(10);
		try (Following following = follow()) {
			awaitSeen(10);
			this.server.kill();
			this.server.start();
			await().until(this.service.connection()::isConnected);
			publish(5);
			await().atMost(Duration.ofSeconds(2)).until(() -> this.seen.size() >= 15);
			awaitSeen(15);
		}
	}

	@Test
	void seesEachMessageOnceAndInOrderOverKillsUnderLoad() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Thread publisher = Thread.ofVirtual().start(() -> {
			while (!done.get()) {
				publish(1);
			}
		});
		try (Following following = follow()) {
			for (int kill = 0; kill < 3; kill++) {
				int before = this.seen.size();
				await().until(() -> this.seen.size() > before + 200);
				this.server.kill();
				this.server.start();
			}
			done.set(true);
			publisher.join();
			awaitSeen(this.published);
		}
	}

	@Test
	void goesOnWhereItWasWhenItsConsumerVanishes() throws Exception {
		publish(10);
		try (Following following = follow()) {
			awaitSeen(10);
			for (String consumer : api().getConsumerNames(STREAM)) {
				api().deleteConsumer(STREAM, consumer);
			}
			publish(5);
			awaitSeen(15);
		}
	}

	@Test
	void waitsForAStreamThatDoesNotExistYet() {
		try (Following following = this.service.reader()
			.follow("LATE", Instant.EPOCH, (message) -> this.seen.add(message.sequence()))) {
			try (TestService other = TestService.at(this.server,
					StreamSpec.origin("LATE", List.of("late"), Duration.ofHours(1), 1 << 20))) {
				assertThat(other.publisher().publish("late", Map.of(), new byte[1], "id", Duration.ofSeconds(5)))
					.isInstanceOf(Stored.class);
			}
			awaitSeen(1);
			await().until(following::isCaughtUp);
		}
	}

	@Test
	void readsAStreamThatWasMadeAnewFromItsBeginning() throws Exception {
		publish(10);
		try (Following following = follow()) {
			awaitSeen(10);
			api().deleteStream(STREAM);
			api().addStream(new StreamDefinition(SPEC).toCreate());
			publish(2);
			await().untilAsserted(() -> assertThat(this.seen).hasSize(12).endsWith(10L, 1L, 2L));
		}
	}

	@Test
	void passesOverWhatItsHandlerCannotHandle() {
		publish(3);
		try (Following following = this.service.reader().follow(STREAM, Instant.EPOCH, (message) -> {
			this.seen.add(message.sequence());
			if (message.sequence() == 2) {
				throw new IllegalStateException("expected by the test");
			}
		})) {
			awaitSeen(3);
			assertThat(this.service.meters()
				.get("tandem.jetstream.read.handler.failures")
				.tag("stream", STREAM)
				.counter()
				.count()).isEqualTo(1);
		}
	}

	@Test
	void closingWaitsForTheHandlerAndNeverInterruptsIt() throws Exception {
		publish(2);
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		Following following = this.service.reader().follow(STREAM, Instant.EPOCH, (message) -> {
			entered.countDown();
			try {
				go.await();
			}
			catch (InterruptedException ex) {
				interrupted.add(true);
			}
			this.seen.add(message.sequence());
		});
		entered.await();
		Thread closer = Thread.ofVirtual().start(following::close);
		await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		go.countDown();
		closer.join();
		assertThat(this.seen).containsExactly(1L);
		assertThat(interrupted).isEmpty();
	}

	@Test
	void messageBiggerThanABatchPasses() {
		try (Following following = follow()) {
			assertThat(this.service.publisher()
				.publish(SUBJECT, Map.of(), new byte[(8 << 20) - 500], "big", Duration.ofSeconds(10)))
				.isInstanceOf(Stored.class);
			publish(1);
			awaitSeen(2);
		}
	}

	private Following follow() {
		return this.service.reader().follow(STREAM, Instant.EPOCH, (message) -> this.seen.add(message.sequence()));
	}

	private void awaitSeen(int count) {
		await().until(() -> this.seen.size() >= count);
		assertThat(this.seen).containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
	}

	private int published;

	private void publish(int count) {
		for (int done = 0; done < count; done++) {
			assertThat(this.service.publisher()
				.publish(SUBJECT, Map.of(), new byte[50], "m" + this.published++, Duration.ofSeconds(10)))
				.isInstanceOf(Stored.class);
		}
	}

	private JetStreamManagement api() throws Exception {
		return this.service.connection().require().jetStreamManagement();
	}

}

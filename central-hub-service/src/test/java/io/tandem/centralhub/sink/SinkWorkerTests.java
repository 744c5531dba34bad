package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.impl.Headers;
import io.tandem.centralhub.ledger.Gap;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.centralhub.ledger.TestLedger;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.identity.SequenceRange;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SinkWorkerTests {

	private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

	private final MutableClock clock = MutableClock.at(CREATED.plusSeconds(3600));

	private final StopSignal stop = new StopSignal();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final TestLedger kept = new TestLedger(this.clock);

	private final Ledger ledger = this.kept.ledger();

	private final Deque<PublishOutcome> publishing = new ArrayDeque<>();

	private final List<Letter> letters = new ArrayList<>();

	private final List<FakeDelivery> given = new ArrayList<>();

	private final OriginTurns origins = new OriginTurns(List.of("mainpc", "pc2"));

	private Instant created = CREATED;

	private ScriptedReceiver receiver;

	private RemoteWriteSink sink;

	private SinkWorker worker;

	private SinkWorker backlogWorker;

	@BeforeEach
	void start() throws Exception {
		this.receiver = new ScriptedReceiver();
		workers();
	}

	private void workers(String... settings) {
		SinkProperties properties = SinkSettings.of(this.receiver.url(), settings);
		this.sink = new RemoteWriteSink(properties, this.stop, this.clock);
		this.worker = worker("METRICS_PC2", properties);
		this.backlogWorker = worker("BACKLOG_PC2", properties);
	}

	private SinkWorker worker(String stream, SinkProperties properties) {
		SinkMeters meters = new SinkMeters(this.registry, List.of("mainpc", "pc2"));
		Logger logger = LoggerFactory.getLogger(SinkWorkerTests.class);
		Turn turn = new Turn();
		PatientSink patient = new PatientSink(this.sink, turn, this.origins, properties,
				new Outage(logger, "sink", this.clock), meters, this.stop);
		DeadLetters dead = new DeadLetters(this::publish, new Machine("mainpc"), properties,
				new Outage(logger, "dead letters", this.clock), meters, this.stop);
		StreamLookout lookout = new StreamLookout() {
			@Override
			public Optional<Instant> created(String name) {
				return Optional.of(SinkWorkerTests.this.created);
			}

			@Override
			public OptionalLong end(String stream) {
				return OptionalLong.empty();
			}

			@Override
			public boolean isAcknowledged(String stream, String durable, long sequence) {
				return false;
			}

			@Override
			public OptionalLong lag(String name, String durable) {
				return OptionalLong.empty();
			}
		};
		StreamReader unused = null;
		return new SinkWorker(stream, stream.startsWith("METRICS"), "sink-mainpc", unused, this.ledger, patient, turn,
				new LiveLag(List.of()), dead, lookout, properties, meters, this.stop, this.clock);
	}

	@AfterEach
	void close() {
		this.sink.close();
		this.receiver.close();
	}

	private PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String id,
			Duration within) {
		PublishOutcome scripted = this.publishing.poll();
		if (scripted != null) {
			return scripted;
		}
		this.letters.add(new Letter(subject, headers, body, id));
		return new PublishOutcome.Stored("DEADLETTER_MAINPC", this.letters.size(), false);
	}

	private static byte[] body(String... names) {
		return WriteRequests.encode(Arrays.stream(names)
			.map((name) -> new TimeSeries(Labels.of(Map.of(Labels.METRIC_NAME, name)), List.of(new Sample(1, 1))))
			.toList());
	}

	private static RecordRange range(long first, long last) {
		return new RecordRange("pc2", "e1", first, last);
	}

	private FakeDelivery message(long sequence, RecordRange range, byte[] body) {
		return message("METRICS_PC2", sequence, range, body);
	}

	private FakeDelivery message(String stream, long sequence, RecordRange range, byte[] body) {
		Headers headers = new Headers();
		headers.put("Nats-Msg-Id", "id-" + sequence);
		headers.put("Tandem-Accepted-At", Long.toString(this.clock.millis() - 1500));
		if (range != null) {
			range.writeTo(headers::put);
		}
		FakeDelivery delivery = new FakeDelivery(
				new StreamMessage(stream, sequence, CREATED.plusSeconds(sequence), "subject", headers, body));
		this.given.add(delivery);
		return delivery;
	}

	private void take(FakeDelivery... deliveries) throws StoppedException {
		this.worker.take(List.of(deliveries));
	}

	private String known(String epochPart) {
		return this.ledger.epochs()
			.stream()
			.filter((epoch) -> epoch.state().key().text().contains(epochPart))
			.map((epoch) -> epoch.state().known().toString())
			.findFirst()
			.orElse("none");
	}

	private double count(String meter, String... tags) {
		return this.registry.get(meter).tags(tags).counter().count();
	}

	@Test
	void batchIsOneRequestAndIsAcknowledgedWhenItIsInTheLedger() throws Exception {
		take(message(1, range(1, 2), body("a")), message(2, null, body("b")), message(3, range(3, 3), body("c")));
		assertThat(this.receiver.stored).containsExactly(List.of("a", "b", "c"));
		assertThat(known("RECORD/pc2/e1")).isEqualTo("1-3");
		assertThat(known("STREAM")).isEqualTo("1-3");
		assertThat(this.given).allMatch((delivery) -> delivery.acks == 1);
		assertThat(this.registry.get("tandem.delivery").tag("origin", "pc2").timer().count()).isEqualTo(3);
		assertThat(this.registry.get("tandem.delivery").timer().max(TimeUnit.MILLISECONDS)).isEqualTo(1500);
	}

	@Test
	void whatTheLedgerHasIsNotWrittenAgain() throws Exception {
		take(message(1, range(1, 2), body("a")));
		take(message(1, range(1, 2), body("a")), message(2, range(2, 2), body("a")), message(3, range(3, 3), body("b")),
				message(4, range(3, 3), body("b")));
		assertThat(this.receiver.stored).containsExactly(List.of("a"), List.of("b"));
		assertThat(count("tandem.sink.skipped", "reason", "redelivered")).isEqualTo(1);
		assertThat(count("tandem.sink.skipped", "reason", "duplicate")).isEqualTo(2);
		assertThat(this.given).allMatch((delivery) -> delivery.acks == 1);
		assertThat(this.ledger.epochs().getFirst().state().duplicated()).isEqualTo(2);
	}

	@Test
	void aProbeIsAccountedForAndAcknowledgedAndNeverWritten() throws Exception {
		FakeDelivery probe = message(2, null, new byte[0]);
		probe.message().headers().put("Tandem-Probe", "one");
		take(message(1, range(1, 1), body("a")), probe, message(3, range(2, 2), body("b")));
		assertThat(this.receiver.stored).containsExactly(List.of("a", "b"));
		assertThat(known("STREAM")).isEqualTo("1-3");
		assertThat(probe.acks).isEqualTo(1);
		assertThat(count("tandem.sink.probes")).isEqualTo(1);
		assertThat(this.letters).isEmpty();
	}

	@Test
	void outageIsWaitedForAndHeldMessagesAreKeptAlive() throws Exception {
		for (int i = 0; i < 20; i++) {
			this.receiver.next((i % 2 == 0) ? 503 : 429, "busy");
		}
		take(message(1, range(1, 1), body("a")), message(2, range(2, 2), body("b")));
		assertThat(this.receiver.stored).containsExactly(List.of("a", "b"));
		assertThat(count("tandem.sink.requests", "outcome", "unavailable")).isEqualTo(20);
		assertThat(count("tandem.sink.retries")).isEqualTo(20);
		assertThat(this.given).allMatch((delivery) -> delivery.inProgress >= 20 && delivery.acks == 1);
	}

	@Test
	void retryAfterIsObeyed() throws Exception {
		this.receiver.next(503, "", "Retry-After", "1");
		long before = System.nanoTime();
		take(message(1, range(1, 1), body("a")));
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(950));
		assertThat(this.given.getFirst().inProgress).isGreaterThan(10);
	}

	@Test
	void hangIsRetried() throws Exception {
		workers("request-timeout", "200ms");
		this.receiver.nextHangs();
		take(message(1, range(1, 1), body("a")));
		assertThat(this.receiver.allStored()).containsExactly("a");
		assertThat(this.receiver.requests).isEqualTo(2);
	}

	@Test
	void onePoisonedMessageIsFoundAndAllElseIsStored() throws Exception {
		this.receiver.poisoned.add("bad");
		FakeDelivery[] batch = IntStream.rangeClosed(1, 9)
			.mapToObj((i) -> message(i, range(i, i), body((i == 6) ? "bad" : "good" + i)))
			.toArray(FakeDelivery[]::new);
		take(batch);
		assertThat(this.receiver.allStored()).containsExactly("good1", "good2", "good3", "good4", "good5", "good7",
				"good8", "good9");
		assertThat(this.letters).hasSize(1);
		assertThat(this.letters.getFirst().subject).isEqualTo("observability.deadletter.mainpc");
		assertThat(this.letters.getFirst().body).isEqualTo(body("bad"));
		assertThat(this.letters.getFirst().headers)
			.containsEntry("Tandem-Reason", "refused-by-sink: 400 duplicate sample for timestamp")
			.containsEntry("Tandem-First", "6")
			.doesNotContainKey("Nats-Msg-Id");
		assertThat(this.kept.gaps()).extracting(Gap::range, Gap::state)
			.containsExactly(Tuple.tuple(new SequenceRange(6, 6), Gap.State.REFUSED));
		assertThat(known("RECORD/pc2/e1")).isEqualTo("1-9");
		assertThat(this.given).allMatch((delivery) -> delivery.acks == 1);
		assertThat(count("tandem.sink.deadletters")).isEqualTo(1);
	}

	@Test
	void onlyTheRefusedSeriesOfAMessageAreADeadLetter() throws Exception {
		this.receiver.poisoned.addAll(List.of("bad1", "bad2"));
		take(message(1, range(1, 5), body("a", "bad1", "b", "c", "d", "bad2", "e")));
		assertThat(this.receiver.allStored()).containsExactly("a", "b", "c", "d", "e");
		assertThat(this.letters.getFirst().body).isEqualTo(body("bad1", "bad2"));
		assertThat(this.kept.gaps().getFirst().reason()).endsWith("(2 of 7 series)");
	}

	@Test
	void howeverManySeriesAreRefusedNothingElseIsADeadLetter() throws Exception {
		List<String> names = IntStream.range(0, 1000)
			.mapToObj((i) -> ((i < 300 && i % 2 == 1) ? "bad" : "good") + i)
			.toList();
		List<String> bad = names.stream().filter((name) -> name.startsWith("bad")).toList();
		assertThat(bad).hasSize(150);
		this.receiver.poisoned.addAll(bad);
		take(message(1, range(1, 1), body(names.toArray(String[]::new))));
		assertThat(this.receiver.allStored())
			.containsExactlyElementsOf(names.stream().filter((name) -> name.startsWith("good")).toList());
		assertThat(this.letters).hasSize(1);
		assertThat(this.letters.getFirst().body).isEqualTo(body(bad.toArray(String[]::new)));
		assertThat(this.receiver.requests).isLessThan(2 * names.size());
		assertThat(count("tandem.sink.searches")).isEqualTo(this.receiver.requests - 1);
	}

	@Test
	void twoStreamsThatBringTheSameRangeAtOnceLeaveNoGap() throws Exception {
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.receiver.before = (names) -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
			underWay.decrementAndGet();
		};
		FakeDelivery live = message(1, range(1, 4), body("a"));
		FakeDelivery backlog = message("BACKLOG_PC2", 1, range(1, 4), body("a"));
		try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> second = thread.submit(() -> {
				this.backlogWorker.take(List.of(backlog));
				return true;
			});
			take(live);
			second.get(20, TimeUnit.SECONDS);
		}
		assertThat(this.receiver.stored).containsExactly(List.of("a"), List.of("a"));
		assertThat(most).as("the store never has two of them to order").hasValue(1);
		assertThat(this.given).allMatch((delivery) -> delivery.acks == 1);
		assertThat(known("RECORD/pc2/e1")).isEqualTo("1-4");
		assertThat(this.ledger.epochs().getFirst().state().duplicated()).isEqualTo(4);
		assertThat(known("STREAM/METRICS_PC2")).isEqualTo("1");
		assertThat(known("STREAM/BACKLOG_PC2")).isEqualTo("1");
		assertThat(this.kept.gaps()).isEmpty();
		assertThat(this.letters).isEmpty();
	}

	@Test
	void aGapThatNewerRecordsOpenIsClosedByTheBacklog() throws Exception {
		take(message(1, range(1, 2), body("a")), message(2, range(9, 9), body("c")));
		assertThat(this.kept.gaps()).extracting(Gap::range, Gap::state)
			.containsExactly(Tuple.tuple(new SequenceRange(3, 8), Gap.State.OPEN));
		this.backlogWorker.take(List.of(message("BACKLOG_PC2", 1, range(3, 5), body("b")),
				message("BACKLOG_PC2", 2, range(6, 8), body("b"))));
		assertThat(known("RECORD/pc2/e1")).isEqualTo("1-9");
		assertThat(this.kept.gaps()).extracting(Gap::state).containsExactly(Gap.State.CLOSED);
	}

	@Test
	void whatIsNoWriteRequestIsADeadLetterAsItIs() throws Exception {
		byte[] garbage = { 5, 1, 2, 3 };
		take(message(1, range(1, 1), body("a")), message(2, null, garbage), message(3, null, new byte[0]),
				message(4, range(2, 2), body("b")));
		assertThat(this.receiver.allStored()).containsExactly("a", "b");
		assertThat(this.letters).extracting(Letter::body).containsExactly(garbage, new byte[0]);
		assertThat(known("STREAM")).isEqualTo("1-4");
		assertThat(this.kept.gaps()).allMatch((gap) -> gap.key().kind() == LedgerKey.Kind.STREAM);
	}

	@Test
	void deadLetterThatCannotBeStoredIsHeld() throws Exception {
		this.receiver.poisoned.add("bad");
		this.publishing.add(new PublishOutcome.Full("maximum bytes exceeded"));
		this.publishing.add(new PublishOutcome.Unavailable("no answer", Duration.ofSeconds(5)));
		take(message(1, range(1, 1), body("bad")));
		assertThat(this.letters).hasSize(1);
		assertThat(this.given.getFirst().acks).isEqualTo(1);
	}

	@Test
	void ledgerThatCannotBeKeptHoldsTheAcknowledgement() throws Exception {
		this.kept.failNext(3);
		take(message(1, range(1, 1), body("a")));
		assertThat(this.given.getFirst().acks).isEqualTo(1);
		assertThat(this.given.getFirst().inProgress).isGreaterThan(3);
		assertThat(this.receiver.stored).hasSize(1);
		assertThat(known("RECORD/pc2/e1")).isEqualTo("1");
	}

	@Test
	void stopLeavesEverythingUnacknowledged() {
		this.stop.stop();
		this.receiver.next(503, "");
		assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> take(message(1, range(1, 1), body("a"))));
		assertThat(this.given.getFirst().acks).isZero();
		assertThat(this.ledger.epochs()).isEmpty();
	}

	@Test
	void senselessRangeIsAnUnnumberedMessage() throws Exception {
		FakeDelivery huge = message(1, range(1, Long.MAX_VALUE), body("a"));
		FakeDelivery torn = message(2, range(1, 1), body("b"));
		torn.message().headers().remove("Tandem-Epoch");
		take(huge, torn);
		assertThat(this.receiver.allStored()).containsExactly("a", "b");
		assertThat(known("RECORD")).isEqualTo("none");
		assertThat(known("STREAM")).isEqualTo("1-2");
		assertThat(count("tandem.sink.ranges.invalid")).isEqualTo(2);
	}

	@Test
	void streamMadeAnewIsWrittenThoughItsSequencesAreKnown() throws Exception {
		take(message(1, null, body("a")), message(2, null, body("b")));
		this.created = CREATED.plusSeconds(60);
		take(message(1, null, body("c")));
		assertThat(this.receiver.allStored()).containsExactly("a", "b", "c");
	}

	@Test
	void sequenceUsedAgainAfterAPowerCutIsWritten() throws Exception {
		take(message(1, null, body("a")), message(2, null, body("b")));
		FakeDelivery again = new FakeDelivery(new StreamMessage("METRICS_PC2", 2, CREATED.plusSeconds(900),
				"observability.metrics.pc2", null, body("c")));
		take(again);
		assertThat(this.receiver.allStored()).containsExactly("a", "b", "c");
		assertThat(again.acks).isEqualTo(1);
	}

	private record Letter(String subject, Map<String, String> headers, byte[] body, String id) {
	}

	/** Counts what is done to a message. */
	private static final class FakeDelivery implements StreamReader.Delivery {

		private final StreamMessage message;

		private int acks;

		private int inProgress;

		FakeDelivery(StreamMessage message) {
			this.message = message;
		}

		@Override
		public StreamMessage message() {
			return this.message;
		}

		@Override
		public long attempt() {
			return 1;
		}

		@Override
		public void ack() {
			this.acks++;
		}

		@Override
		public void inProgress() {
			this.inProgress++;
		}

		@Override
		public void nak(Duration delay) {
			throw new AssertionError("given back");
		}

	}

}

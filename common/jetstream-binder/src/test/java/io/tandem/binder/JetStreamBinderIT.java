package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.tandem.binder.BinderApplication.Received;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.config.BindersHealthIndicatorAutoConfiguration.BindersHealthContributor;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;

/** The binder in one application, against a server that stays up. */
@ExtendWith(OutputCaptureExtension.class)
class JetStreamBinderIT {

	private static final String BINDINGS = "spring.cloud.stream.bindings.";

	private static final String JETSTREAM = "spring.cloud.stream.jetstream.bindings.";

	private static NatsServer server;

	private static Connection nats;

	private static ConfigurableApplicationContext application;

	private static StreamBridge bridge;

	private static Received received;

	@BeforeAll
	static void start() throws Exception {
		server = NatsServer.inDomain("binder").start();
		nats = BinderApplication.connect(server);
		BinderApplication.stream(nats, "WORK", "work.>");
		BinderApplication.stream(nats, "HISTORY", "history.>");
		BinderApplication.stream(nats, "MORE_HISTORY", "more-history.>");
		BinderApplication.stream(nats, "DEAD", "dead-letters.>");
		for (int i = 1; i <= 600; i++) {
			nats.jetStream().publish("history." + i % 3, ("h" + i).getBytes(StandardCharsets.UTF_8));
		}
		nats.jetStream().publish("more-history.a", "m1".getBytes(StandardCharsets.UTF_8));
		application = BinderApplication.start(server, Functions.class,
				"spring.cloud.function.definition=orders;flaky;poison;lists;people;copier;history;latest;slow;told;many;"
						+ "filtered;waiting;large;stuck;rival;fresh;recent;noisy;resumed",
				input("orders", "work.orders", "shop"), input("flaky", "work.flaky", "shop-flaky"),
				JETSTREAM + "flaky-in-0.consumer.back-off-initial=300ms",
				JETSTREAM + "flaky-in-0.consumer.back-off-multiplier=3", input("poison", "work.poison", "shop-poison"),
				JETSTREAM + "poison-in-0.consumer.back-off-initial=50ms",
				JETSTREAM + "poison-in-0.consumer.max-deliver=3", input("lists", "work.lists", "shop-lists"),
				BINDINGS + "lists-in-0.consumer.batch-mode=true", JETSTREAM + "lists-in-0.consumer.batch-size=50",
				JETSTREAM + "lists-in-0.consumer.batch-max-wait=300ms",
				JETSTREAM + "lists-in-0.consumer.back-off-initial=100ms",
				JETSTREAM + "lists-in-0.consumer.max-deliver=2", input("people", "work.people", "shop-people"),
				BINDINGS + "people-in-0.consumer.batch-mode=true",
				BINDINGS + "people-in-0.consumer.use-native-decoding=false",
				JETSTREAM + "people-in-0.consumer.back-off-initial=100ms",
				JETSTREAM + "people-in-0.consumer.max-deliver=2", input("copier", "work.copied", "shop-copier"),
				BINDINGS + "copier-out-0.destination=work.copies",
				BINDINGS + "history-in-0.destination=HISTORY,MORE_HISTORY",
				BINDINGS + "resumed-in-0.destination=HISTORY,MORE_HISTORY",
				BINDINGS + "resumed-in-0.consumer.batch-mode=true",
				JETSTREAM + "resumed-in-0.consumer.batch-max-wait=0s", BINDINGS + "latest-in-0.destination=HISTORY",
				JETSTREAM + "latest-in-0.consumer.deliver-policy=last-per-subject",
				input("slow", "work.slow", "shop-slow"), JETSTREAM + "slow-in-0.consumer.ack-wait=600ms",
				input("told", "work.told", "shop-told"), BINDINGS + "told-in-0.error-handler-definition=errorHandler",
				JETSTREAM + "told-in-0.consumer.back-off-initial=50ms", JETSTREAM + "told-in-0.consumer.max-deliver=2",
				input("many", "work.many", "shop-many"), BINDINGS + "many-in-0.consumer.concurrency=3",
				JETSTREAM + "many-in-0.consumer.prefetch=1", input("filtered", "WORK", "shop-filtered"),
				JETSTREAM + "filtered-in-0.consumer.filter-subject=work.orders",
				BINDINGS + "waiting-in-0.destination=LATER", input("large", "work.large", "shop-large"),
				input("noisy", "work.noisy", "shop-noisy"), JETSTREAM + "noisy-in-0.consumer.back-off-initial=50ms",
				JETSTREAM + "noisy-in-0.consumer.max-deliver=3", input("stuck", "work.stuck", "shop-stuck"),
				JETSTREAM + "stuck-in-0.consumer.dead-letter-subject=graveyard.stuck",
				JETSTREAM + "stuck-in-0.consumer.back-off-initial=50ms",
				JETSTREAM + "stuck-in-0.consumer.back-off-max=100ms", JETSTREAM + "stuck-in-0.consumer.max-deliver=1",
				input("rival", "work.rival", "shop"), BINDINGS + "rival-in-0.consumer.auto-startup=false",
				BINDINGS + "fresh-in-0.destination=HISTORY", JETSTREAM + "fresh-in-0.consumer.deliver-policy=new",
				BINDINGS + "recent-in-0.destination=history.1",
				JETSTREAM + "recent-in-0.consumer.deliver-policy=by-start-time",
				JETSTREAM + "recent-in-0.consumer.replay-window=10m",
				BINDINGS + "outgoing-out-0.destination=work.unread", BINDINGS + "lost-out-0.destination=nobody.listens",
				BINDINGS + "lost-out-0.producer.error-channel-enabled=true",
				JETSTREAM + "lost-out-0.producer.send-timeout=500ms");
		bridge = application.getBean(StreamBridge.class);
		received = application.getBean(Received.class);
	}

	private static String input(String function, String destination, String group) {
		return BINDINGS + function + "-in-0.destination=" + destination + "\n" + BINDINGS + function + "-in-0.group="
				+ group;
	}

	@AfterAll
	static void stop() throws Exception {
		if (application != null) {
			application.close();
		}
		nats.close();
		server.close();
	}

	@Test
	void aMessageIsAcknowledgedOnceItsHandlerReturned() throws Exception {
		bridge.send("work.orders",
				MessageBuilder.withPayload("first".getBytes(StandardCharsets.UTF_8))
					.setHeader("customer", "ada")
					.setHeader("items", 3)
					.build());

		await().untilAsserted(() -> assertThat(received.texts("orders")).contains("first"));
		await().untilAsserted(() -> assertThat(consumer("WORK", "shop").getNumAckPending()).isZero());
		Message<?> message = received.of("orders").getFirst();
		assertThat(message.getHeaders()).containsEntry("customer", "ada")
			.containsEntry("items", "3")
			.containsEntry(JetStreamHeaders.STREAM, "WORK")
			.containsEntry(JetStreamHeaders.SUBJECT, "work.orders")
			.containsEntry(JetStreamHeaders.DELIVERIES, 1L)
			.containsEntry(JetStreamHeaders.REPLAYED, false)
			.containsKey(JetStreamHeaders.RECEIVED_MESSAGE_ID);
		assertThat(message.getHeaders().get(JetStreamHeaders.SEQUENCE, Long.class)).isPositive();
		assertThat(message.getHeaders().get(JetStreamHeaders.TIMESTAMP, Instant.class))
			.isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
		await().untilAsserted(() -> assertThat(received.texts("filtered")).contains("first"));
	}

	@Test
	void bytesThatLookLikeJsonArriveUnchanged() {
		bridge.send("work.orders", "\"aGVsbG8=\"".getBytes(StandardCharsets.UTF_8));
		bridge.send("work.orders", "[1,2,3]");
		bridge.send("work.orders", "{\"a\": 1 }");

		await().untilAsserted(
				() -> assertThat(received.texts("orders")).contains("\"aGVsbG8=\"", "[1,2,3]", "{\"a\": 1 }"));
	}

	@Test
	void aFailedMessageComesAgainAfterAGrowingPause() {
		bridge.send("work.flaky", "again");

		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(received.of("flaky")).hasSize(3));
		List<Long> at = received.of("flaky").stream().map((message) -> message.getHeaders().getTimestamp()).toList();
		assertThat(at.get(1) - at.get(0)).isGreaterThanOrEqualTo(250L);
		assertThat(at.get(2) - at.get(1)).isGreaterThanOrEqualTo(850L);
		assertThat(received.of("flaky")).extracting((message) -> message.getHeaders().get(JetStreamHeaders.DELIVERIES))
			.containsExactly(1L, 2L, 3L);
	}

	@Test
	void afterTheLastTryAMessageIsDeadLetteredWithItsHistory() throws Exception {
		bridge.send("work.poison", MessageBuilder.withPayload("poison").setHeader("customer", "bob").build());

		MessageInfo dead = deadLetter("dead-letters.WORK.shop-poison");
		assertThat(new String(dead.getData(), StandardCharsets.UTF_8)).isEqualTo("poison");
		Headers headers = dead.getHeaders();
		assertThat(headers.getFirst("customer")).isEqualTo("bob");
		assertThat(headers.getFirst(JetStreamHeaders.DEAD_LETTER_REASON)).contains("IllegalArgumentException")
			.contains("cannot stomach poison");
		assertThat(headers.getFirst(JetStreamHeaders.DEAD_LETTER_STREAM)).isEqualTo("WORK");
		assertThat(headers.getFirst(JetStreamHeaders.DEAD_LETTER_SUBJECT)).isEqualTo("work.poison");
		assertThat(headers.getFirst(JetStreamHeaders.DEAD_LETTER_TRIES)).isEqualTo("3");
		assertThat(headers.getFirst(JetStreamHeaders.DEAD_LETTER_SEQUENCE))
			.isEqualTo(String.valueOf(received.of("poison").getFirst().getHeaders().get(JetStreamHeaders.SEQUENCE)));
		assertThat(received.of("poison")).as("Spring's max-attempts must not multiply the tries").hasSize(3);
		await().untilAsserted(() -> assertThat(consumer("WORK", "shop-poison").getNumAckPending()).isZero());
		assertThat(meters().get("jetstream.binder.dead.letters").tag("outcome", "stored").counters()).isNotEmpty();
	}

	@Test
	void aDeadLetterThatCannotBeStoredKeepsItsMessageAndItsReason() throws Exception {
		bridge.send("work.stuck", "stuck");
		await().untilAsserted(() -> assertThat(meters().find("jetstream.binder.dead.letters")
			.tag("binding", "stuck-in-0")
			.tag("outcome", "failed")
			.counter()).isNotNull());
		assertThat(consumer("WORK", "shop-stuck").getNumAckPending()).isOne();

		BinderApplication.stream(nats, "GRAVEYARD", "graveyard.>");

		MessageInfo dead = await().until(() -> last("GRAVEYARD", "graveyard.stuck"), (message) -> message != null);
		assertThat(dead.getHeaders().getFirst(JetStreamHeaders.DEAD_LETTER_REASON)).contains("no way out");
		await().untilAsserted(() -> assertThat(consumer("WORK", "shop-stuck").getNumAckPending()).isZero());
	}

	@Test
	void springsOwnRetriesDoNotMultiplyTheTries() {
		bridge.send("work.told", "count me");

		await().untilAsserted(() -> assertThat(last("DEAD", "dead-letters.WORK.shop-told")).isNotNull());
		await().untilAsserted(() -> assertThat(received.texts("told").stream().filter("count me"::equals)).hasSize(2));
	}

	@Test
	void aDurableThatFiltersOtherSubjectsIsRefusedInsteadOfTakenOver() {
		await().untilAsserted(() -> assertThat(consumer("WORK", "shop")).isNotNull());
		BindingsLifecycleController bindings = application.getBean(BindingsLifecycleController.class);
		bindings.start("rival-in-0");

		await().untilAsserted(
				() -> assertThat(String.valueOf(((HealthIndicator) health("jetstream")).health().getDetails()))
					.contains("rival-in-0 <- work.rival=REFUSED")
					.contains("durable=shop its-filter=work.orders filter=work.rival"));
		bindings.stop("rival-in-0");
	}

	@Test
	void aFailureThatRepeatsIsLoggedOnceAndByNobodyElse(CapturedOutput output) {
		bridge.send("work.noisy", "oops");

		deadLetter("dead-letters.WORK.shop-noisy");
		assertThat(received.of("noisy")).hasSize(3);
		assertThat(output.getAll().lines().filter((line) -> line.matches(".*(WARN|ERROR).*noisy-in-0.*"))).hasSize(1);
	}

	@Test
	void anErrorHandlerIsToldOfEachTryAndChangesNothing() {
		bridge.send("work.told", "tell me");

		await().untilAsserted(() -> assertThat(received.of("errorHandler")
			.stream()
			.filter((message) -> "tell me"
				.equals(BinderApplication.text((Message<byte[]>) ((ErrorMessage) message).getOriginalMessage()))))
			.hasSize(2));
	}

	@Test
	@SuppressWarnings("unchecked")
	void aBatchIsHandedOverWholeAndInOrder() {
		IntStream.rangeClosed(1, 120).forEach((i) -> bridge.send("work.lists", "b" + i));

		await().untilAsserted(() -> assertThat(batched("lists")).contains("b120"));
		List<String> inOrder = batched("lists").stream().filter((text) -> text.startsWith("b")).toList();
		assertThat(inOrder).containsExactlyElementsOf(IntStream.rangeClosed(1, 120).mapToObj((i) -> "b" + i).toList());
		assertThat(received.of("lists")).allSatisfy((batch) -> {
			List<byte[]> payloads = (List<byte[]>) batch.getPayload();
			assertThat(payloads).hasSizeLessThanOrEqualTo(50);
			assertThat((List<Map<String, Object>>) batch.getHeaders().get(JetStreamHeaders.BATCH))
				.hasSameSizeAs(payloads);
		});
		assertThat(received.of("lists")).hasSizeLessThan(60);
	}

	@Test
	void aFailedBatchComesAgainAndOnlyWhatFailsAloneIsGivenUp() throws Exception {
		nats.jetStream().publish("work.lists", "good1".getBytes(StandardCharsets.UTF_8));
		nats.jetStream().publish("work.lists", "rotten".getBytes(StandardCharsets.UTF_8));
		nats.jetStream().publish("work.lists", "good2".getBytes(StandardCharsets.UTF_8));

		MessageInfo dead = deadLetter("dead-letters.WORK.shop-lists");
		assertThat(new String(dead.getData(), StandardCharsets.UTF_8)).isEqualTo("rotten");
		await().untilAsserted(() -> assertThat(batched("lists")).contains("good1", "good2"));
		await().untilAsserted(() -> assertThat(consumer("WORK", "shop-lists").getNumAckPending()).isZero());
	}

	@Test
	void aBatchElementThatCannotBeConvertedIsNotLostInSilence() throws Exception {
		nats.jetStream().publish("work.people", "{\"name\":\"ada\"}".getBytes(StandardCharsets.UTF_8));
		nats.jetStream().publish("work.people", "\u0000not json".getBytes(StandardCharsets.UTF_8));

		MessageInfo dead = deadLetter("dead-letters.WORK.shop-people");
		assertThat(new String(dead.getData(), StandardCharsets.UTF_8)).isEqualTo("\u0000not json");
		await().untilAsserted(() -> assertThat(received.of("people"))
			.anySatisfy((batch) -> assertThat(batch.getPayload()).isEqualTo(List.of(new Person("ada")))));
	}

	@Test
	void aFunctionThatCopiesHeadersDoesNotMakeItsOutputADuplicateOrLoop() throws Exception {
		Message<byte[]> message = MessageBuilder.withPayload("copy me".getBytes(StandardCharsets.UTF_8))
			.setHeader(JetStreamHeaders.MESSAGE_ID, "copied-1")
			.setHeader("customer", "eve")
			.build();
		bridge.send("work.copied", message);

		await().untilAsserted(() -> assertThat(last("WORK", "work.copies")).isNotNull());
		MessageInfo copy = last("WORK", "work.copies");
		assertThat(copy.getHeaders().getFirst("Nats-Msg-Id")).isNotNull().isNotEqualTo("copied-1");
		assertThat(copy.getHeaders().getFirst("customer")).isEqualTo("eve");
		assertThat(copy.getHeaders().keySet()).noneMatch((name) -> name.startsWith("nats_"));
		assertThat(received.of("copier")).hasSize(1);
	}

	@Test
	void aRepeatedMessageIdIsStoredOnce() throws Exception {
		Message<String> message = MessageBuilder.withPayload("once")
			.setHeader(JetStreamHeaders.MESSAGE_ID, "once-1")
			.setHeader(JetStreamHeaders.TARGET_SUBJECT, "work.once")
			.build();
		assertThat(bridge.send("outgoing-out-0", message)).isTrue();
		long stored = last("WORK", "work.once").getSeq();
		assertThat(bridge.send("outgoing-out-0", message)).isTrue();

		assertThat(last("WORK", "work.once").getSeq()).isEqualTo(stored);
		assertThat(meters().get("jetstream.binder.publish").tag("outcome", "duplicate").timer().count()).isPositive();
	}

	@Test
	void manySubjectsGoThroughOneBindingByTheTargetSubjectHeader() throws Exception {
		for (int i = 0; i < 25; i++) {
			bridge.send("outgoing-out-0",
					MessageBuilder.withPayload("to " + i)
						.setHeader(JetStreamHeaders.TARGET_SUBJECT, "work.target." + i)
						.build());
		}

		assertThat(new String(last("WORK", "work.target.24").getData(), StandardCharsets.UTF_8)).isEqualTo("to 24");
		assertThat(nats.jetStreamManagement()
			.getStreamInfo("WORK", io.nats.client.api.StreamInfoOptions.filterSubjects("work.target.*"))
			.getStreamState()
			.getSubjectCount()).isPositive();
		assertThatExceptionOfType(MessageDeliveryException.class).isThrownBy(() -> bridge.send("outgoing-out-0",
				MessageBuilder.withPayload("x").setHeader(JetStreamHeaders.TARGET_SUBJECT, "work.*").build()));
	}

	@Test
	void aSendThatIsNotStoredThrowsAndReachesTheErrorChannel() {
		assertThatExceptionOfType(MessageDeliveryException.class).isThrownBy(() -> bridge.send("lost-out-0", "nobody"))
			.withMessageContaining("nobody.listens");

		assertThat(meters().get("jetstream.binder.publish")
			.tag("binding", "lost-out-0")
			.tag("outcome", "failed")
			.timer()
			.count()).isPositive();
		await().untilAsserted(() -> assertThat(received.of("globalErrors")).isNotEmpty());
	}

	@Test
	void aPayloadThatIsNeitherBytesNorTextIsRefusedUnderNativeEncoding() {
		assertThatExceptionOfType(org.springframework.messaging.converter.MessageConversionException.class)
			.isThrownBy(() -> bridge.send("work.unread", new Person("ada")))
			.withMessageContaining("use-native-encoding");
	}

	@Test
	void aBindingWithoutGroupReplaysWholeStreamsInOrderAndThenFollowsThem() throws Exception {
		await().untilAsserted(() -> assertThat(received.of("history")).hasSizeGreaterThanOrEqualTo(601));
		nats.jetStream().publish("history.0", "live".getBytes(StandardCharsets.UTF_8));
		await().untilAsserted(() -> assertThat(received.texts("history")).contains("live", "m1"));

		List<String> texts = received.texts("history").stream().filter((text) -> text.startsWith("h")).toList();
		assertThat(texts).containsExactlyElementsOf(IntStream.rangeClosed(1, 600).mapToObj((i) -> "h" + i).toList());
		assertThat(received.of("history"))
			.allSatisfy((message) -> assertThat(message.getHeaders()).containsEntry(JetStreamHeaders.REPLAYED,
					!List.of("live", "now").contains(BinderApplication.text((Message<byte[]>) message))));
	}

	@Test
	void aBindingWithoutGroupGoesOnWhereTheApplicationSaysAndTellsWhenItHasCaughtUp() {
		await().untilAsserted(() -> assertThat(received.texts("caught-up")).containsExactlyInAnyOrder("HISTORY 600",
				"MORE_HISTORY 1"));
		List<String> texts = received.texts("resumed");
		assertThat(texts.subList(0, texts.indexOf("h600") + 1)).filteredOn((text) -> text.startsWith("h"))
			.containsExactly("h599", "h600");
		assertThat(texts).contains("m1");
	}

	@Test
	void newReplaysNothingAndByStartTimeWhatIsYoungEnough() throws Exception {
		nats.jetStream().publish("history.1", "now".getBytes(StandardCharsets.UTF_8));

		await().untilAsserted(() -> assertThat(received.texts("fresh")).contains("now"));
		assertThat(received.texts("fresh")).noneMatch((text) -> text.startsWith("h"));
		await().untilAsserted(() -> assertThat(received.texts("recent")).contains("h1", "h598", "now"));
		assertThat(received.texts("recent")).doesNotContain("h2");
	}

	@Test
	void lastPerSubjectReplaysTheNewestOfEachSubject() {
		await().untilAsserted(() -> assertThat(received.texts("latest")).contains("h599"));
		assertThat(received.texts("latest")).doesNotContain("h597", "h1");
	}

	@Test
	void aHandlerSlowerThanTheAckWaitGetsItsMessageOnce() {
		bridge.send("work.slow", "slow");

		await().untilAsserted(
				() -> assertThat(consumer("WORK", "shop-slow").getAckFloor().getConsumerSequence()).isEqualTo(1));
		assertThat(received.of("slow")).hasSize(1);
	}

	@Test
	void concurrencyHandlesSoManyMessagesAtTheSameTime() {
		Functions functions = application.getBean(Functions.class);
		IntStream.range(0, 3).forEach((i) -> bridge.send("work.many", "p" + i));

		await().untilAsserted(() -> assertThat(functions.together.getCount()).isZero());
		await().untilAsserted(() -> assertThat(received.of("many")).hasSize(3));
	}

	@Test
	void messagesLargerThanTheByteLimitOfAPullArrive() {
		byte[] large = new byte[3_000_000];
		IntStream.range(0, 8).forEach((i) -> bridge.send("work.large", large));

		await().untilAsserted(() -> assertThat(received.of("large")).hasSize(8));
	}

	@Test
	void aMissingStreamIsWaitedForAndTheHealthSaysSo() throws Exception {
		HealthIndicator health = (HealthIndicator) health("jetstream");
		await().untilAsserted(
				() -> assertThat(String.valueOf(health.health().getDetails())).contains("no stream is named LATER"));
		assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(String.valueOf(health.health().getDetails())).contains("orders-in-0 <- work.orders=RECEIVING");

		BinderApplication.stream(nats, "LATER", "later.>");
		nats.jetStream().publish("later.1", "at last".getBytes(StandardCharsets.UTF_8));

		await().untilAsserted(() -> assertThat(received.texts("waiting")).containsExactly("at last"));
		assertThat(health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aStoppedBindingEndsPromptlyAndGoesOnWhenStartedAgain() {
		BindingsLifecycleController bindings = application.getBean(BindingsLifecycleController.class);
		long from = System.nanoTime();
		bindings.stop("large-in-0");

		assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(1_500));
		bindings.start("large-in-0");
		List<Binding<?>> states = bindings.queryState("large-in-0");
		assertThat(states).allMatch(Binding::isRunning);
	}

	private static HealthContributor health(String binder) {
		return application.getBean(BindersHealthContributor.class).getContributor(binder);
	}

	private static MeterRegistry meters() {
		return application.getBean(MeterRegistry.class);
	}

	private static ConsumerInfo consumer(String stream, String durable) throws IOException, JetStreamApiException {
		return nats.jetStreamManagement().getConsumerInfo(stream, durable);
	}

	private static MessageInfo deadLetter(String subject) {
		return await().atMost(Duration.ofSeconds(10)).until(() -> last("DEAD", subject), (message) -> message != null);
	}

	private static MessageInfo last(String stream, String subject) throws IOException, JetStreamApiException {
		try {
			return nats.jetStreamManagement().getLastMessage(stream, subject);
		}
		catch (JetStreamApiException ex) {
			return null;
		}
	}

	@SuppressWarnings("unchecked")
	private static List<String> batched(String handler) {
		List<String> texts = new ArrayList<>();
		for (Message<?> batch : received.of(handler)) {
			for (byte[] payload : (List<byte[]>) batch.getPayload()) {
				texts.add(new String(payload, StandardCharsets.UTF_8));
			}
		}
		return texts;
	}

	record Person(String name) {
	}

	@Configuration
	static class Functions {

		final CountDownLatch together = new CountDownLatch(3);

		private final AtomicInteger flakyTries = new AtomicInteger();

		@Bean
		Consumer<Message<List<byte[]>>> resumed(Received received) {
			return (batch) -> batch.getPayload()
				.forEach((body) -> received.add("resumed", MessageBuilder.withPayload(body).build()));
		}

		@Bean
		StartPositions resumedPositions(Received received) {
			return new StartPositions() {

				@Override
				public String binding() {
					return "resumed-in-0";
				}

				@Override
				public OptionalLong startOf(OpenedStream stream) {
					return stream.name().equals("HISTORY") ? OptionalLong.of(599) : OptionalLong.empty();
				}

				@Override
				public void caughtUp(OpenedStream stream) {
					String text = stream.name() + " " + stream.lastSequence();
					received.add("caught-up",
							MessageBuilder.withPayload(text.getBytes(StandardCharsets.UTF_8)).build());
				}

			};
		}

		@Bean
		Consumer<Message<byte[]>> orders(Received received) {
			return (message) -> received.add("orders", message);
		}

		@Bean
		Consumer<Message<byte[]>> filtered(Received received) {
			return (message) -> received.add("filtered", message);
		}

		@Bean
		Consumer<Message<byte[]>> waiting(Received received) {
			return (message) -> received.add("waiting", message);
		}

		@Bean
		Consumer<Message<byte[]>> large(Received received) {
			return (message) -> received.add("large", message);
		}

		@Bean
		Consumer<Message<byte[]>> history(Received received) {
			return (message) -> received.add("history", message);
		}

		@Bean
		Consumer<Message<byte[]>> latest(Received received) {
			return (message) -> received.add("latest", message);
		}

		@Bean
		Consumer<Message<byte[]>> noisy(Received received) {
			return (message) -> {
				received.add("noisy", message);
				throw new IllegalArgumentException("always the same");
			};
		}

		@Bean
		Consumer<Message<byte[]>> stuck(Received received) {
			return (message) -> {
				throw new IllegalArgumentException("no way out");
			};
		}

		@Bean
		Consumer<Message<byte[]>> rival(Received received) {
			return (message) -> received.add("rival", message);
		}

		@Bean
		Consumer<Message<byte[]>> fresh(Received received) {
			return (message) -> received.add("fresh", message);
		}

		@Bean
		Consumer<Message<byte[]>> recent(Received received) {
			return (message) -> received.add("recent", message);
		}

		@Bean
		Consumer<Message<byte[]>> flaky(Received received) {
			return (message) -> {
				received.add("flaky", message);
				if (this.flakyTries.incrementAndGet() < 3) {
					throw new IllegalStateException("not yet");
				}
			};
		}

		@Bean
		Consumer<Message<byte[]>> poison(Received received) {
			return (message) -> {
				received.add("poison", message);
				throw new IllegalArgumentException("cannot stomach poison");
			};
		}

		@Bean
		Consumer<Message<byte[]>> told(Received received) {
			return (message) -> {
				received.add("told", message);
				throw new IllegalArgumentException("told you");
			};
		}

		@Bean
		Consumer<ErrorMessage> errorHandler(Received received) {
			return (error) -> received.add("errorHandler", error);
		}

		@Bean
		Consumer<Message<List<byte[]>>> lists(Received received) {
			return (message) -> {
				for (byte[] payload : message.getPayload()) {
					if ("rotten".equals(new String(payload, StandardCharsets.UTF_8))) {
						throw new IllegalArgumentException("rotten");
					}
				}
				received.add("lists", message);
			};
		}

		@Bean
		Consumer<Message<List<Person>>> people(Received received) {
			return (message) -> received.add("people", message);
		}

		@Bean
		Function<Message<byte[]>, Message<byte[]>> copier(Received received) {
			return (message) -> {
				received.add("copier", message);
				return MessageBuilder.withPayload(message.getPayload()).copyHeaders(message.getHeaders()).build();
			};
		}

		@Bean
		Consumer<Message<byte[]>> slow(Received received) {
			return (message) -> {
				received.add("slow", message);
				awaitQuietly(new CountDownLatch(1), 2_000);
			};
		}

		@Bean
		Consumer<Message<byte[]>> many(Received received) {
			return (message) -> {
				this.together.countDown();
				awaitQuietly(this.together, 5_000);
				received.add("many", message);
			};
		}

		@org.springframework.integration.annotation.ServiceActivator(inputChannel = "errorChannel")
		void globalErrors(ErrorMessage error) {
			Received received = application.getBean(Received.class);
			received.add("globalErrors", error);
		}

		private static void awaitQuietly(CountDownLatch latch, long millis) {
			try {
				latch.await(millis, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}

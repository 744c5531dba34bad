package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.tandem.binder.BinderApplication.Received;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.stream.config.BindersHealthIndicatorAutoConfiguration.BindersHealthContributor;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/** The binder with a server that is down at first, killed, and brought back. */
class ServerOutageIT {

	private static final String BINDINGS = "spring.cloud.stream.bindings.";

	private static final String JETSTREAM = "spring.cloud.stream.jetstream.bindings.";

	private static final Duration PROMPT = Duration.ofSeconds(6);

	private static NatsServer server;

	private static ConfigurableApplicationContext application;

	private static Received received;

	private static StreamBridge bridge;

	private static Status statusWithoutServer;

	private static Throwable sendWithoutServer;

	@BeforeAll
	static void startApplicationBeforeServer() {
		server = NatsServer.inDomain("outage").notStarted();
		application = start();
		received = application.getBean(Received.class);
		bridge = application.getBean(StreamBridge.class);
		statusWithoutServer = health().health().getStatus();
		try {
			bridge.send("hasty-out-0", "too early");
		}
		catch (RuntimeException ex) {
			sendWithoutServer = ex;
		}
		server.start();
		await().untilAsserted(() -> assertThat(health().health().getStatus()).isEqualTo(Status.UP));
	}

	private static ConfigurableApplicationContext start() {
		return BinderApplication.start(server, Functions.class, "spring.cloud.function.definition=jobs;history",
				BINDINGS + "jobs-in-0.destination=jobs.>", BINDINGS + "jobs-in-0.group=workers",
				JETSTREAM + "jobs-in-0.consumer.provision=true", JETSTREAM + "jobs-in-0.consumer.stream.name=JOBS",
				JETSTREAM + "jobs-in-0.consumer.ack-wait=1s", BINDINGS + "history-in-0.destination=EVENTS",
				JETSTREAM + "history-in-0.consumer.provision=true",
				"spring.cloud.stream.jetstream.default.producer.send-timeout=20s",
				BINDINGS + "hasty-out-0.destination=events.hasty",
				JETSTREAM + "hasty-out-0.producer.send-timeout=300ms");
	}

	@AfterAll
	static void stop() {
		application.close();
		server.close();
	}

	@Test
	void anApplicationStartsWithoutTheServerAndSaysSo() {
		assertThat(statusWithoutServer).isEqualTo(Status.DOWN);
		assertThat(sendWithoutServer).isInstanceOf(MessageDeliveryException.class);
		assertThat(health().health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void provisioningMakesTheStreamAndOneForItsDeadLetters() throws Exception {
		try (Connection nats = BinderApplication.connect(server)) {
			assertThat(nats.jetStreamManagement().getStreamNames()).contains("JOBS", "JOBS-dead-letters", "EVENTS");
			assertThat(nats.jetStreamManagement().getStreamNames("dead-letters.JOBS.workers")).hasSize(1);
		}
	}

	@Test
	void messagesComeWithinSecondsAfterAKilledServerIsBack() {
		bridge.send("jobs.a", "before");
		await().untilAsserted(() -> assertThat(received.texts("jobs")).contains("before"));
		server.kill();
		await().untilAsserted(() -> assertThat(health().health().getStatus()).isEqualTo(Status.DOWN));
		server.start();

		bridge.send("jobs.a", "after");
		await().atMost(PROMPT).untilAsserted(() -> assertThat(received.texts("jobs")).contains("after"));
	}

	@Test
	void aReplayGoesOnAfterTheLastMessageItSaw() {
		IntStream.rangeClosed(1, 20).forEach((i) -> bridge.send("events.numbers", "e" + i));
		await().untilAsserted(() -> assertThat(numbers("e")).hasSize(20));
		server.kill();
		server.start();
		IntStream.rangeClosed(21, 40).forEach((i) -> bridge.send("events.numbers", "e" + i));

		await().atMost(PROMPT).untilAsserted(() -> assertThat(numbers("e")).contains("e40"));
		assertThat(numbers("e"))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 40).mapToObj((i) -> "e" + i).toList());
	}

	@Test
	void vanishedConsumersAreReplacedWithoutLossOrRepetition() throws Exception {
		bridge.send("events.vanish", "v1");
		await().untilAsserted(() -> assertThat(numbers("v")).containsExactly("v1"));
		try (Connection nats = BinderApplication.connect(server)) {
			JetStreamManagement management = nats.jetStreamManagement();
			for (String name : management.getConsumerNames("EVENTS")) {
				management.deleteConsumer("EVENTS", name);
			}
			management.deleteConsumer("JOBS", "workers");
		}
		bridge.send("events.vanish", "v2");
		bridge.send("jobs.a", "to a new consumer");

		await().atMost(PROMPT).untilAsserted(() -> assertThat(numbers("v")).containsExactly("v1", "v2"));
		await().atMost(PROMPT).untilAsserted(() -> assertThat(received.texts("jobs")).contains("to a new consumer"));
	}

	@Test
	void aSendDuringAnOutageIsStoredOnceAndOneThatFailedNotAtAll() throws Exception {
		server.kill();
		assertThatExceptionOfType(MessageDeliveryException.class)
			.isThrownBy(() -> bridge.send("hasty-out-0", "given up"));
		try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
			CompletableFuture<Boolean> patient = CompletableFuture
				.supplyAsync(() -> bridge.send("events.patient", "patient"), threads);
			server.start();
			assertThat(patient.get(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
		}

		await().atMost(PROMPT).untilAsserted(() -> assertThat(received.texts("history")).contains("patient"));
		assertThat(received.texts("history")).containsOnlyOnce("patient").doesNotContain("given up", "too early");
	}

	@Test
	void aStreamThatWasMadeAnewIsReplayedAnew() throws Exception {
		bridge.send("events.anew", "n1");
		await().untilAsserted(() -> assertThat(numbers("n")).contains("n1"));
		try (Connection nats = BinderApplication.connect(server)) {
			nats.jetStreamManagement().deleteStream("EVENTS");
		}
		await().atMost(PROMPT).ignoreExceptions().untilAsserted(() -> {
			try (Connection nats = BinderApplication.connect(server)) {
				nats.jetStream().publish("events.anew", "n2".getBytes(StandardCharsets.UTF_8));
			}
		});

		await().atMost(PROMPT).untilAsserted(() -> assertThat(numbers("n")).contains("n2"));
	}

	@Test
	void aConsumerThatIsAheadOfAStreamThatLostItsEndIsMadeAnew(@TempDir Path beforePowerCut) throws Exception {
		bridge.send("jobs.early", "kept");
		server.stop();
		Path messages = server.storeDirectory().resolve("jetstream/$G/streams/JOBS/msgs");
		copy(messages, beforePowerCut);
		server.start();
		for (int i = 0; i < 5; i++) {
			bridge.send("jobs.early", "lost " + i);
		}
		await().untilAsserted(() -> assertThat(received.texts("jobs")).contains("lost 4"));
		server.stop();
		copy(beforePowerCut, messages);
		server.start();

		bridge.send("jobs.late", "has a number that was used before");
		await().atMost(PROMPT)
			.untilAsserted(() -> assertThat(received.texts("jobs")).contains("has a number that was used before"));
	}

	private static void copy(Path from, Path to) throws IOException {
		for (Path directory : List.of(to, from)) {
			try (Stream<Path> files = Files.list(directory)) {
				for (Path file : files.toList()) {
					if (directory.equals(to)) {
						Files.delete(file);
					}
					else {
						Files.copy(file, to.resolve(file.getFileName()));
					}
				}
			}
		}
	}

	@Test
	void anotherApplicationRebuildsFromTheStreamAndStopsPromptly() {
		bridge.send("events.rebuild", "r1");
		try (ConfigurableApplicationContext another = start()) {
			await().atMost(PROMPT)
				.untilAsserted(() -> assertThat(another.getBean(Received.class).texts("history")).contains("r1"));
			long from = System.nanoTime();
			another.close();
			assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void metersTellOfLossesOfTheConsumer() {
		assertThat(application.getBean(MeterRegistry.class)
			.get("jetstream.binder.consumers.opened")
			.tag("binding", "jobs-in-0")
			.counter()
			.count()).isPositive();
	}

	private static List<String> numbers(String prefix) {
		return received.texts("history").stream().filter((text) -> text.matches(prefix + "\\d+")).toList();
	}

	private static HealthIndicator health() {
		return (HealthIndicator) application.getBean(BindersHealthContributor.class).getContributor("jetstream");
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		Consumer<Message<byte[]>> jobs(Received received) {
			return (message) -> received.add("jobs", message);
		}

		@Bean
		Consumer<Message<byte[]>> history(Received received) {
			return (message) -> received.add("history", message);
		}

	}

}

package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.tandem.test.nats.NatsServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class JetStreamAutoConfigurationIT {

	@Test
	void onlyOneConnectionIsMadeAndThePasswordIsNotLogged(CapturedOutput output) throws Exception {
		try (NatsServer server = NatsServer.inDomain("mainpc")
			.user("bob", "s3cret-w0rd")
			.configuration("debug: true")
			.start();
				ConfigurableApplicationContext context = start(Map.of("nats.spring.server", server.url(),
						"nats.spring.username", "bob", "nats.spring.password", "s3cret-w0rd"))) {
			await().until(context.getBean(NatsConnection.class)::isConnected);
			assertThat(context.getBeansOfType(NatsConnection.class)).hasSize(1);
			assertThat(context.getBeansOfType(Connection.class)).isEmpty();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			// one of the service, one of the probe that waited for the server
			assertThat(Pattern.compile("Client connection created").matcher(server.log()).results()).hasSize(2);
			assertThat(output).contains("NATS is connected").doesNotContain("s3cret-w0rd");
		}
	}

	@Test
	void secretInTheAddressIsNotLoggedEither(CapturedOutput output) {
		try (NatsServer server = NatsServer.inDomain("mainpc").user("bob", "s3cret-w0rd").notStarted();
				ConfigurableApplicationContext context = start(
						Map.of("nats.spring.server", "nats://bob:s3cret-w0rd@127.0.0.1:" + server.port()))) {
			await().until(() -> output.getOut().contains("NATS cannot be reached"));
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			server.start();
			await().until(context.getBean(NatsConnection.class)::isConnected);
			await().atMost(Duration.ofSeconds(3)).until(() -> health(context).getStatus().equals(Status.UP));
			server.kill();
			await().until(() -> output.getOut().contains("NATS connection lost"));
			assertThat(output).doesNotContain("s3cret-w0rd");
		}
	}

	@Test
	void refusedLoginIsRetriedUntilItIsAccepted(CapturedOutput output) {
		NatsServer server = NatsServer.inDomain("mainpc").user("bob", "right").start();
		try (server;
				ConfigurableApplicationContext context = start(Map.of("nats.spring.server", server.url(),
						"nats.spring.username", "bob", "nats.spring.password", "wr0ng-word"))) {
			await().until(() -> output.getOut().contains("NATS refuses the login"));
			assertThat(context.getBean(NatsConnection.class).isConnected()).isFalse();
			assertThat(output).doesNotContain("wr0ng-word");
		}
	}

	@Test
	void healthTellsADeadlockedServerFromARunningOne() {
		try (NatsServer server = NatsServer.inDomain("mainpc").start();
				ConfigurableApplicationContext context = start(Map.of("nats.spring.server", server.url()))) {
			await().atMost(Duration.ofSeconds(3)).until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(health(context).getDetails()).containsEntry("domain", "mainpc")
				.containsEntry("server", server.url())
				.containsEntry("streamsProvisioned", true);
			server.pause();
			await().atMost(Duration.ofSeconds(15)).until(() -> health(context).getStatus().equals(Status.DOWN));
			server.resume();
			await().atMost(Duration.ofSeconds(15)).until(() -> health(context).getStatus().equals(Status.UP));
		}
	}

	@Test
	void permissionViolationIsLoggedAndCounted(CapturedOutput output) {
		try (NatsServer server = NatsServer.inDomain("mainpc")
			.user("bob", "right")
			.permissions("{ publish: { deny: [\"forbidden\"] } }")
			.start();
				TestService service = TestService.with(server,
						Map.of("nats.spring.username", "bob", "nats.spring.password", "right"))) {
			await().until(service.connection()::isConnected);
			for (int count = 0; count < 3; count++) {
				service.publisher().publish("forbidden", Map.of(), new byte[1], "id", Duration.ofMillis(200));
			}
			await().until(
					() -> service.meters().get("tandem.nats.errors").tag("kind", "permission").counter().count() >= 3);
			assertThat(Pattern.compile("its permissions must be widened").matcher(output.getOut()).results())
				.hasSize(1);
		}
	}

	@Test
	void nothingIsMadeWhenItIsSwitchedOff() {
		try (ConfigurableApplicationContext context = start(Map.of("tandem.jetstream.enabled", "false"))) {
			assertThat(context.getBeansOfType(NatsConnection.class)).isEmpty();
			assertThat(context.containsBean("natsHealthIndicator")).isFalse();
		}
	}

	@Test
	void whatIsToBeDoneAfterAConnectIsDoneAfterEach() {
		try (NatsServer server = NatsServer.inDomain("mainpc").notStarted();
				TestService service = TestService.at(server)) {
			AtomicInteger runs = new AtomicInteger();
			service.connection().onConnected(() -> {
				runs.incrementAndGet();
				throw new IllegalStateException("expected by the test");
			});
			assertThat(runs).hasValue(0);
			server.start();
			await().until(() -> runs.get() == 1);
			server.kill();
			await().until(() -> !service.connection().isConnected());
			server.start();
			await().until(() -> runs.get() == 2);
		}
	}

	private static Health health(ConfigurableApplicationContext context) {
		return context.getBean("natsHealthIndicator", HealthIndicator.class).health();
	}

	private static ConfigurableApplicationContext start(Map<String, Object> properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}

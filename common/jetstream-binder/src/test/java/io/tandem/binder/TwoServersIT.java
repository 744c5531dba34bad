package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.tandem.binder.BinderApplication.Received;
import io.tandem.test.nats.NatsServer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Two binders of this type with an environment of their own each. */
class TwoServersIT {

	private static final String STREAM = "spring.cloud.stream.";

	@Test
	void bindersWithAnEnvironmentOfTheirOwnTalkToTheirOwnServer() throws Exception {
		try (NatsServer here = NatsServer.inDomain("here").start();
				NatsServer there = NatsServer.inDomain("there").start();
				Connection natsHere = BinderApplication.connect(here);
				Connection natsThere = BinderApplication.connect(there)) {
			BinderApplication.stream(natsHere, "LETTERS", "letters.>");
			BinderApplication.stream(natsThere, "LETTERS", "letters.>");
			try (ConfigurableApplicationContext application = BinderApplication.start(here, Functions.class,
					"spring.cloud.function.definition=carry;read", STREAM + "default-binder=near",
					STREAM + "binders.near.type=jetstream",
					STREAM + "binders.near.environment.nats.spring.server=" + here.url(),
					STREAM + "binders.far.type=jetstream",
					STREAM + "binders.far.environment.nats.spring.server=" + there.url(),
					STREAM + "bindings.carry-in-0.destination=letters.out",
					STREAM + "bindings.carry-in-0.group=postman", STREAM + "bindings.carry-in-0.binder=near",
					STREAM + "bindings.carry-out-0.destination=letters.in", STREAM + "bindings.carry-out-0.binder=far",
					STREAM + "bindings.read-in-0.destination=LETTERS", STREAM + "bindings.read-in-0.binder=far")) {
				natsHere.jetStream().publish("letters.out", "[1, 2]".getBytes(StandardCharsets.UTF_8));

				Received received = application.getBean(Received.class);
				await().untilAsserted(() -> assertThat(received.texts("read")).containsExactly("[1, 2]"));
				assertThat(natsHere.jetStreamManagement().getStreamInfo("LETTERS").getStreamState().getMsgCount())
					.isEqualTo(1);
				assertThat(natsThere.jetStreamManagement().getStreamInfo("LETTERS").getStreamState().getMsgCount())
					.isEqualTo(1);
				assertThat(application.getBean(MeterRegistry.class)
					.get("jetstream.binder.publish")
					.tag("binding", "carry-out-0")
					.timer()
					.count()).isEqualTo(1);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		Function<Message<byte[]>, Message<byte[]>> carry() {
			return (message) -> message;
		}

		@Bean
		Consumer<Message<byte[]>> read(Received received) {
			return (message) -> received.add("read", message);
		}

	}

}

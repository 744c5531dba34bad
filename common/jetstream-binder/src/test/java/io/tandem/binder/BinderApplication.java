package io.tandem.binder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.tandem.test.nats.NatsServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What the tests' applications have in common. */
final class BinderApplication {

	private BinderApplication() {
	}

	static ConfigurableApplicationContext start(NatsServer server, Class<?> functions, String... properties) {
		List<String> all = new ArrayList<>(List.of("nats.spring.server=" + server.url(), "spring.main.banner-mode=off",
				"spring.jmx.enabled=false", "spring.cloud.function.scan.enabled=false"));
		List.of(properties).forEach((lines) -> lines.lines().forEach(all::add));
		return new SpringApplicationBuilder(Common.class, functions).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	static Connection connect(NatsServer server) throws IOException, InterruptedException {
		return Nats.connect(server.url());
	}

	static void stream(Connection connection, String name, String... subjects)
			throws IOException, JetStreamApiException {
		connection.jetStreamManagement()
			.addStream(
					StreamConfiguration.builder().name(name).subjects(subjects).storageType(StorageType.File).build());
	}

	static String text(Message<byte[]> message) {
		return new String(message.getPayload(), java.nio.charset.StandardCharsets.UTF_8);
	}

	/** Keeps what handlers got. */
	static final class Received {

		private final Map<String, Queue<Message<?>>> messages = new ConcurrentHashMap<>();

		void add(String handler, Message<?> message) {
			this.messages.computeIfAbsent(handler, (name) -> new ConcurrentLinkedQueue<>()).add(message);
		}

		List<Message<?>> of(String handler) {
			return List.copyOf(this.messages.getOrDefault(handler, new ConcurrentLinkedQueue<>()));
		}

		@SuppressWarnings("unchecked")
		List<String> texts(String handler) {
			return of(handler).stream().map((message) -> text((Message<byte[]>) message)).toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Common {

		@Bean
		Received received() {
			return new Received();
		}

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}

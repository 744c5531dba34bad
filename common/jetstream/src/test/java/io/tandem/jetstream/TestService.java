package io.tandem.jetstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.test.nats.NatsServer;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A service reduced to what this module gives it. */
final class TestService implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private TestService(Map<String, Object> properties, StreamSpec... streams) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		this.context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
		this.context.registerBean(Streams.class, () -> Streams.of(streams));
		this.context.register(JetStreamAutoConfiguration.class);
		this.context.refresh();
	}

	static TestService at(NatsServer server, StreamSpec... streams) {
		return with(server, Map.of(), streams);
	}

	static TestService with(NatsServer server, Map<String, Object> properties, StreamSpec... streams) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put("nats.spring.server", server.url());
		return new TestService(all, streams);
	}

	NatsConnection connection() {
		return this.context.getBean(NatsConnection.class);
	}

	StreamPublisher publisher() {
		return this.context.getBean(StreamPublisher.class);
	}

	StreamReader reader() {
		return this.context.getBean(StreamReader.class);
	}

	StreamProvisioner provisioner() {
		return this.context.getBean(StreamProvisioner.class);
	}

	MeterRegistry meters() {
		return this.context.getBean(MeterRegistry.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}

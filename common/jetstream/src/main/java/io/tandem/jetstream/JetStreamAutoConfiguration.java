package io.tandem.jetstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.spring.boot.autoconfigure.NatsProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Offers the connection, the publisher and the reader, and provisions every
 * {@link StreamSpec} and every one in a {@link Streams} bean. The context starts whether
 * NATS is there or not.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "tandem.jetstream.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ NatsProperties.class, JetStreamProperties.class })
public class JetStreamAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(NatsConnection.class)
	ReconnectingNatsConnection natsConnection(NatsProperties properties, JetStreamProperties own,
			Environment environment, ObjectProvider<MeterRegistry> registry)
			throws IOException, GeneralSecurityException {
		ReconnectingNatsConnection connection = new ReconnectingNatsConnection(properties,
				environment.getProperty("spring.application.name", "tandem"),
				(own.loginFile() != null) ? new Login(own.loginFile()) : null, meters(registry));
		connection.start();
		return connection;
	}

	@Bean
	StreamProvisioner streamProvisioner(NatsConnection connection, JetStreamProperties properties,
			ObjectProvider<StreamSpec> single, ObjectProvider<Streams> several,
			ObjectProvider<MeterRegistry> registry) {
		List<StreamSpec> specs = Stream
			.concat(single.orderedStream(), several.orderedStream().flatMap((streams) -> streams.specs().stream()))
			.toList();
		StreamProvisioner provisioner = new StreamProvisioner(connection, specs, properties.provisioningInterval(),
				meters(registry));
		provisioner.start();
		return provisioner;
	}

	@Bean
	@ConditionalOnMissingBean
	StreamPublisher streamPublisher(NatsConnection connection, JetStreamProperties properties,
			StreamProvisioner provisioner, Environment environment, ObjectProvider<MeterRegistry> registry) {
		String domain = (properties.domain() != null) ? properties.domain() : environment.getProperty("tandem.machine");
		return new JetStreamPublisher(connection, domain, properties.publishAttempt(), provisioner::covers,
				meters(registry));
	}

	@Bean
	@ConditionalOnMissingBean
	StreamReader streamReader(NatsConnection connection, JetStreamProperties properties,
			ObjectProvider<MeterRegistry> registry) {
		return new JetStreamReader(connection, properties, meters(registry));
	}

	private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
		return registry.getIfAvailable(SimpleMeterRegistry::new);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnEnabledHealthIndicator("nats")
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "natsHealthIndicator")
		HealthIndicator natsHealthIndicator(NatsConnection connection, StreamProvisioner provisioner,
				NatsProperties properties) {
			return new NatsHealthIndicator(connection, Redaction.of(properties.getServer()), provisioner);
		}

	}

}

package io.tandem.binder.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.binder.BinderMeters;
import io.tandem.binder.Bindings;
import io.tandem.binder.JetStreamBinder;
import io.tandem.binder.JetStreamBinderHealth;
import io.tandem.binder.StartPositions;
import io.tandem.binder.properties.JetStreamExtendedBindingProperties;
import io.tandem.binder.provisioning.JetStreamProvisioner;
import io.tandem.jetstream.JetStreamAutoConfiguration;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamPublisher;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The binder's own context. Its parent is the application's context, whose connection it
 * then shares; but a binder with an environment of its own has no parent, and makes its
 * own connection from that environment.
 */
@Configuration(proxyBeanMethods = false)
@Import({ JetStreamBinderConfiguration.Meters.class, JetStreamBinderConfiguration.OwnConnection.class })
@EnableConfigurationProperties(JetStreamExtendedBindingProperties.class)
public class JetStreamBinderConfiguration {

	@Bean
	JetStreamProvisioner jetStreamProvisioner() {
		return new JetStreamProvisioner();
	}

	@Bean
	Bindings jetStreamBindings(NatsConnection connection) {
		return new Bindings(connection);
	}

	@Bean
	BinderMeters jetStreamBinderMeters(MeterRegistry registry) {
		return new BinderMeters(registry);
	}

	@Bean
	JetStreamBinderHealth jetStreamBinderHealthIndicator(Bindings bindings) {
		return new JetStreamBinderHealth(bindings);
	}

	@Bean
	JetStreamBinder jetStreamBinder(JetStreamProvisioner provisioner, Bindings bindings, StreamPublisher publisher,
			BinderMeters meters, ObjectProvider<InstantSource> clock, JetStreamExtendedBindingProperties extensions,
			ObjectProvider<StartPositions> positions,
			@Qualifier("outerContext") ObjectProvider<ApplicationContext> application) {
		ApplicationContext outer = application.getIfAvailable();
		ObjectProvider<StartPositions> found = (outer != null) ? outer.getBeanProvider(StartPositions.class)
				: positions;
		return new JetStreamBinder(provisioner, bindings, publisher, meters, clock.getIfUnique(InstantSource::system),
				extensions, found.stream().toList());
	}

	/** Without a parent, the application's meter registry is found in a bean. */
	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		MeterRegistry meterRegistry(@Qualifier("outerContext") ObjectProvider<ApplicationContext> application) {
			ApplicationContext outer = application.getIfAvailable();
			return (outer != null) ? outer.getBeanProvider(MeterRegistry.class).getIfUnique(SimpleMeterRegistry::new)
					: new SimpleMeterRegistry();
		}

	}

	/** Without a parent, there is no connection yet. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(NatsConnection.class)
	@Import(JetStreamAutoConfiguration.class)
	static class OwnConnection {

	}

}

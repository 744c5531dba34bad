package io.tandem.agent.config;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.agent.health.AgentHealth;
import io.tandem.agent.health.ContributedHealth;
import io.tandem.agent.health.HealthPublisher;
import io.tandem.agent.health.HealthWatch;
import io.tandem.agent.push.BufferedPush;
import io.tandem.agent.push.HttpCall;
import io.tandem.agent.push.PushClient;
import io.tandem.agent.push.PushMeters;
import io.tandem.agent.registry.TandemMeterRegistry;
import io.tandem.wire.health.HealthStatus;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Lets an application push its meters and report its health, unless
 * {@code tandem.agent.enabled} is false.
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration" },
		beforeName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnProperty(name = "tandem.agent.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(AgentProperties.class)
public class AgentAutoConfiguration {

	@Bean
	AgentSettings tandemAgentSettings(AgentProperties properties, Environment environment) {
		return AgentSettings.of(properties, environment.getProperty("spring.application.name"));
	}

	@Bean
	AgentConnection tandemAgentConnection(AgentProperties properties, AgentSettings checked) {
		return new AgentConnection(
				HttpCall.client(properties.connectTimeout(), properties.tokenFile(), properties.caFile()));
	}

	@Bean(destroyMethod = "")
	BufferedPush tandemAgentPush(AgentSettings settings, AgentProperties properties, AgentConnection connection) {
		PushClient client = new PushClient(connection.client(), settings.name(), settings.targets(),
				properties.requestTimeout());
		return new BufferedPush(client, properties.buffer().toBytes());
	}

	@Bean
	MeterBinder tandemAgentMeters(BufferedPush push) {
		return new PushMeters(push);
	}

	@Bean
	TandemMeterRegistry tandemMeterRegistry(BufferedPush push, AgentSettings settings, AgentProperties properties,
			ObjectProvider<Clock> clock) {
		Map<String, String> own = Map.of("job", settings.name(), "instance", settings.name(), "agent", settings.name(),
				"machine", settings.machine());
		TandemMeterRegistry registry = new TandemMeterRegistry(push, own, properties.step(), properties.closeTimeout(),
				clock.getIfAvailable(() -> Clock.SYSTEM));
		registry.startPushing();
		return registry;
	}

	/** Reports; a part of its own as health indicators are no must. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "tandem.agent.health.enabled", havingValue = "true", matchIfMissing = true)
	static class Reports {

		@Bean
		HealthPublisher tandemHealthPublisher(AgentSettings settings, AgentProperties properties,
				AgentConnection connection) {
			return new HealthPublisher(connection.client(), settings.health(), settings.name(), settings.machine(),
					UUID.randomUUID().toString(), properties.requestTimeout(), InstantSource.system());
		}

		@Bean
		HealthWatch tandemHealthWatch(ObjectProvider<AgentHealth> health, HealthPublisher publisher,
				AgentProperties properties) {
			AgentHealth source = health.getIfAvailable(() -> () -> AgentHealth.State.of(HealthStatus.UP, null));
			return new HealthWatch(source, publisher, properties.health().interval(),
					properties.health().checkInterval());
		}

		/** Starts once everything that is to be healthy has had its start. */
		@Bean
		HealthWatchStart tandemHealthWatchStart(HealthWatch watch) {
			return new HealthWatchStart(watch);
		}

		@Bean
		MeterBinder tandemHealthMeters(HealthPublisher publisher) {
			return (registry) -> FunctionCounter
				.builder("tandem.agent.health.failed", publisher, HealthPublisher::failures)
				.description("Health reports that were not taken")
				.register(registry);
		}

	}

	/**
	 * Binds the meters where Spring Boot's own metrics, which would do so, are not there.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
	static class Unbound {

		@Bean
		SmartInitializingSingleton tandemAgentMeterBinding(TandemMeterRegistry registry,
				ObjectProvider<MeterBinder> binders) {
			return () -> binders.orderedStream().forEach((binder) -> binder.bindTo(registry));
		}

	}

	/** Asks the application's health indicators. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthContributorRegistry.class)
	static class Contributed {

		@Bean
		@ConditionalOnBean(HealthContributorRegistry.class)
		@ConditionalOnMissingBean(AgentHealth.class)
		ContributedHealth tandemContributedHealth(HealthContributorRegistry contributors,
				ObjectProvider<StatusAggregator> aggregator) {
			return new ContributedHealth(contributors, aggregator.getIfAvailable(StatusAggregator::getDefault));
		}

	}

}

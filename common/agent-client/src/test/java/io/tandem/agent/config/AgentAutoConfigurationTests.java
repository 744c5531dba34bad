package io.tandem.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.agent.Receiver;
import io.tandem.agent.health.ContributedHealth;
import io.tandem.agent.health.HealthWatch;
import io.tandem.agent.registry.TandemMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class AgentAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AgentAutoConfiguration.class));

	@Test
	void anApplicationWithItPushesItsMetersAndItsHealth() throws Exception {
		try (Receiver gateway = new Receiver(); Receiver health = new Receiver()) {
			try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("spring.application.name=shop", "tandem.agent.machine=pc2",
						"tandem.agent.gateway-url=" + gateway.uri(), "tandem.agent.health.url=" + health.uri(),
						"tandem.agent.health.check-interval=1s", "spring.main.banner-mode=off")
				.run()) {
				assertThat(application.getBean(HealthWatch.class)).isNotNull();
				assertThat(application.getBean(ContributedHealth.class)).isNotNull();
				assertThat(health.take().text()).contains("\"agent\":\"shop\"", "\"machine\":\"pc2\"", "UP");
				MeterRegistry all = application.getBean(MeterRegistry.class);
				assertThat(all).isInstanceOf(TandemMeterRegistry.class);
				assertThat(all.find("jvm.memory.used").gauges()).isNotEmpty();
				assertThat(all.find("tandem.agent.pushes").functionCounters()).isNotEmpty();
			}
			assertThat(gateway.requests()).isNotEmpty();
		}
	}

	@Test
	void allFaultsAreSaidTogether() {
		this.runner
			.withPropertyValues("tandem.agent.name=a shop", "tandem.agent.gateway-url=localhost:9200",
					"tandem.agent.hub-url=http://127.0.0.1:9000/api/v1/write", "tandem.agent.peer-hub-urls=ftp://x",
					"tandem.agent.step=100ms", "tandem.agent.buffer=1KB", "tandem.agent.request-timeout=0s")
			.run((context) -> {
				InvalidAgentSettingsException cause = (InvalidAgentSettingsException) root(context.getStartupFailure());
				assertThat(cause.faults()).satisfiesExactly(
						(fault) -> assertThat(fault).startsWith("tandem.agent.name: must match"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.machine: is missing"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.gateway-url: must be"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.hub-url: must be"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.peer-hub-urls[0]: must be"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.step: must be at least PT1S"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.request-timeout: must be at least"),
						(fault) -> assertThat(fault).startsWith("tandem.agent.buffer: must be at least"));
				FailureAnalysis analysis = new InvalidAgentSettingsFailureAnalyzer().analyze(cause);
				assertThat(analysis.getDescription()).contains(List.copyOf(cause.faults()));
			});
	}

	@Test
	void neitherHealthIndicatorsNorBootsMetricsAreNeeded() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health",
					"org.springframework.boot.micrometer", "org.springframework.boot.actuate"))
			.withPropertyValues("tandem.agent.name=shop", "tandem.agent.machine=pc2",
					"tandem.agent.gateway-url=" + Receiver.nobody(), "tandem.agent.health.url=" + Receiver.nobody())
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(HealthWatch.class);
				assertThat(context.getBean(TandemMeterRegistry.class).find("tandem.agent.pushes").functionCounters())
					.isNotEmpty();
			});
	}

	@Test
	void switchedOffItDoesNothing() {
		this.runner.withPropertyValues("tandem.agent.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TandemMeterRegistry.class));
		this.runner
			.withPropertyValues("tandem.agent.name=shop", "tandem.agent.machine=pc2",
					"tandem.agent.gateway-url=" + Receiver.nobody(), "tandem.agent.health.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthWatch.class));
	}

	private static Throwable root(Throwable failure) {
		return (failure.getCause() != null) ? root(failure.getCause()) : failure;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

package io.tandem.healthsync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class HealthStreamNamesTests {

	@Test
	void streamsFollowFromTheMachines() {
		MockEnvironment environment = environment("health-sync").withProperty("tandem.machine", "mainpc")
			.withProperty("tandem.peers", "pc2,pc3");
		process(environment);
		assertThat(environment.getProperty("tandem.health.read-streams"))
			.isEqualTo("HEALTH_MAINPC,HEALTH_PC2,HEALTH_PC3");
		assertThat(environment.getProperty("tandem.health.write-subject")).isEqualTo("observability.health.mainpc");
	}

	@Test
	void machineMayBeAlone() {
		MockEnvironment environment = environment("health-sync").withProperty("tandem.machine", "mainpc")
			.withProperty("tandem.peers", "");
		process(environment);
		assertThat(environment.getProperty("tandem.health.read-streams")).isEqualTo("HEALTH_MAINPC");
	}

	@Test
	void otherServicesAreLeftAlone() {
		MockEnvironment environment = environment("edge-hub");
		process(environment);
		assertThat(environment.containsProperty("tandem.health.read-streams")).isFalse();
	}

	private static MockEnvironment environment(String service) {
		return new MockEnvironment().withProperty("spring.application.name", service)
			.withProperty("tandem.state-directory", "state");
	}

	private static void process(MockEnvironment environment) {
		new HealthStreamNames().postProcessEnvironment(environment, new SpringApplication());
	}

}

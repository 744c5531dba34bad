package io.tandem.failover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.wire.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalAgentsTests {

	@TempDir
	Path directory;

	private CriticalAgents agents;

	@BeforeEach
	void readFleet() throws IOException {
		Path file = this.directory.resolve("fleet.yaml");
		Files.writeString(file, """
				version: 1
				machines: [{name: pc2}, {name: mainpc}]
				agents:
				  - {name: vital, machine: pc2, criticality: critical}
				  - {name: plain, machine: pc2}
				  - {name: centre, machine: mainpc, criticality: critical}
				""");
		this.agents = new CriticalAgents(new ReloadingFleet(file, Duration.ofHours(1)), "pc2");
	}

	@Test
	void theHeaderDecidesAlone() {
		assertThat(isCritical("vital")).isTrue();
		assertThat(isCritical("vital", "agent", "plain")).isTrue();
		assertThat(isCritical("plain", "agent", "vital")).isFalse();
		assertThat(isCritical("stranger", "agent", "vital")).isFalse();
	}

	@Test
	void withoutItTheFirstLabelThatNamesAnAgentOfThisMachineDecides() {
		assertThat(isCritical(null, "agent", "vital")).isTrue();
		assertThat(isCritical(null, "instance", "vital")).isTrue();
		assertThat(isCritical(null, "instance", "vital:9100")).isTrue();
		assertThat(isCritical(null, "job", "vital")).isTrue();
		assertThat(isCritical(null, "agent", "plain", "job", "vital")).isFalse();
		assertThat(isCritical(null, "instance", "10.0.0.1:80", "job", "vital")).isTrue();
		assertThat(isCritical(null, "agent", "centre", "job", "vital")).isTrue();
		assertThat(isCritical(null, "shop", "vital")).isFalse();
		assertThat(isCritical(null)).isFalse();
	}

	@Test
	void anAgentOfAnotherMachineIsNotCriticalHere() {
		assertThat(isCritical("centre")).isFalse();
		assertThat(isCritical(null, "agent", "centre")).isFalse();
	}

	@Test
	void whoIsNotKnownIsStandard() {
		assertThat(this.agents.include(null)).isFalse();
		assertThat(this.agents.exist()).isTrue();
		assertThat(new CriticalAgents(new ReloadingFleet(null, Duration.ofHours(1)), "pc2").exist()).isFalse();
	}

	private boolean isCritical(@Nullable String header, String... labels) {
		return this.agents.include(new PushedBy(header, Labels.of(labels)));
	}

}

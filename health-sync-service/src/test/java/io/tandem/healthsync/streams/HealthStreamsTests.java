package io.tandem.healthsync.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class HealthStreamsTests {

	private static final HealthStreamsProperties SIZES = new HealthStreamsProperties(Duration.ofHours(24),
			DataSize.ofMegabytes(2), DataSize.ofMegabytes(1), Duration.ofSeconds(1), Duration.ofSeconds(3));

	@Test
	void ownStreamsAreOriginsAndThePeersAreMirrors() {
		assertThat(specs("mainpc", "pc2"))
			.extracting(StreamSpec::name, StreamSpec::mirrorOfDomain, StreamSpec::maxBytes)
			.containsExactly(tuple("HEALTH_MAINPC", null, 2L << 20), tuple("EVENTS_MAINPC", null, 1L << 20),
					tuple("HEALTH_PC2", "pc2", 2L << 20), tuple("EVENTS_PC2", "pc2", 1L << 20));
	}

	@Test
	void everyPeerIsMirrored() {
		assertThat(specs("mainpc", "pc2", "pc3")).extracting(StreamSpec::name)
			.contains("HEALTH_PC2", "HEALTH_PC3", "EVENTS_PC2", "EVENTS_PC3");
	}

	@Test
	void subjectsCarryTheMachine() {
		assertThat(specs("pc2").getFirst().subjects()).containsExactly("observability.health.pc2",
				"observability.health.pc2.>");
		assertThat(specs("pc2").get(1).subjects()).containsExactly("observability.failover.pc2",
				"observability.failover.pc2.>", "observability.alerts.*.pc2");
	}

	private static List<StreamSpec> specs(String machine, String... peers) {
		return HealthStreams.of(new MachineProperties(machine, List.of(peers), Path.of("state")), SIZES).specs();
	}

}

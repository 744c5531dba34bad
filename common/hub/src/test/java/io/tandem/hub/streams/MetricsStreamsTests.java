package io.tandem.hub.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MetricsStreamsTests {

	private static final StreamsProperties PROPERTIES = new StreamsProperties(Duration.ofHours(24),
			DataSize.ofGigabytes(1), DataSize.ofGigabytes(2), DataSize.ofMegabytes(512), DataSize.ofMegabytes(768));

	@Test
	void thereAreTwoOriginsAndMirrorsOfEachPeer() {
		assertThat(MetricsStreams.of(machine("mainpc", "pc2", "pc3"), PROPERTIES).specs()).containsExactly(
				StreamSpec.origin("METRICS_MAINPC",
						List.of("observability.metrics.mainpc", "observability.metrics.mainpc.>"), Duration.ofHours(24),
						1L << 30),
				StreamSpec.origin("BACKLOG_MAINPC", List.of("observability.backlog.mainpc"), Duration.ofHours(24),
						512L << 20),
				StreamSpec.mirror("METRICS_PC2", "pc2", Duration.ofHours(24), 2L << 30),
				StreamSpec.mirror("BACKLOG_PC2", "pc2", Duration.ofHours(24), 768L << 20),
				StreamSpec.mirror("METRICS_PC3", "pc3", Duration.ofHours(24), 2L << 30),
				StreamSpec.mirror("BACKLOG_PC3", "pc3", Duration.ofHours(24), 768L << 20));
	}

	@Test
	void aMachineWithoutPeersHasItsOriginsOnly() {
		assertThat(MetricsStreams.of(machine("mainpc"), PROPERTIES).specs()).extracting(StreamSpec::name)
			.containsExactly("METRICS_MAINPC", "BACKLOG_MAINPC");
	}

	@Test
	void aMirrorThatIsSmallerThanTheOriginIsRefused() {
		DataSize small = DataSize.ofMegabytes(1);
		DataSize large = DataSize.ofGigabytes(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StreamsProperties(Duration.ofHours(24), large, small, large, large))
			.withMessageContaining(" mirror-max-bytes=1048576B max-bytes=1073741824B");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StreamsProperties(Duration.ofHours(24), large, large, large, small))
			.withMessageContaining("backlog-mirror-max-bytes=1048576B backlog-max-bytes=1073741824B");
	}

	private static MachineProperties machine(String name, String... peers) {
		return new MachineProperties(name, List.of(peers), Path.of("state"));
	}

}

package io.tandem.hub.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsStreamsTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Hub.class)
		.withPropertyValues("tandem.machine=mainpc", "tandem.peers=pc2,pc3", "tandem.state-directory=/tmp");

	@Test
	void thereIsOneOriginAndAMirrorOfEachPeer() {
		this.context
			.run((context) -> assertThat(context.getBeansOfType(StreamSpec.class).values()).containsExactlyInAnyOrder(
					StreamSpec.origin("METRICS_MAINPC",
							List.of("observability.metrics.mainpc", "observability.metrics.mainpc.>"),
							Duration.ofHours(24), 1 << 30),
					StreamSpec.mirror("METRICS_PC2", "pc2", Duration.ofHours(24), 1 << 30),
					StreamSpec.mirror("METRICS_PC3", "pc3", Duration.ofHours(24), 1 << 30)));
	}

	@Test
	void aMachineWithoutPeersHasItsOriginOnly() {
		this.context.withPropertyValues("tandem.peers=")
			.run((context) -> assertThat(context.getBeansOfType(StreamSpec.class).values()).extracting(StreamSpec::name)
				.containsExactly("METRICS_MAINPC"));
	}

	@Test
	void aMirrorThatIsSmallerThanTheOriginIsRefused() {
		this.context.withPropertyValues("tandem.hub.streams.mirror-max-bytes=1MB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("mirror-max-bytes must not be smaller"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ MachineProperties.class, StreamsProperties.class })
	@Import(MetricsStreams.class)
	static class Hub {

	}

}

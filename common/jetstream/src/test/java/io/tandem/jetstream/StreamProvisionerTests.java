package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamProvisionerTests {

	@Test
	void withoutStreamsItIsCompleteAndIdle() {
		StreamProvisioner provisioner = provisioner();
		provisioner.start();
		assertThat(provisioner.isComplete()).isTrue();
		assertThatNoException().isThrownBy(provisioner::close);
	}

	@Test
	void knowsTheSubjectsOfItsOriginsOnly() {
		StreamProvisioner provisioner = provisioner(
				StreamSpec.origin("A", List.of("a.x", "a.x.>"), Duration.ofHours(1), 1),
				StreamSpec.mirror("B", "pc2", Duration.ofHours(1), 1));
		assertThat(provisioner.covers("a.x")).isTrue();
		assertThat(provisioner.covers("a.x.y")).isTrue();
		assertThat(provisioner.covers("b.x")).isFalse();
		assertThat(provisioner.missing()).containsOnlyKeys("A", "B");
	}

	private static StreamProvisioner provisioner(StreamSpec... specs) {
		return new StreamProvisioner(new NoConnection(), List.of(specs), Duration.ofSeconds(30),
				new SimpleMeterRegistry());
	}

	private static final class NoConnection implements NatsConnection {

		@Override
		public Connection require() {
			throw new NatsUnavailableException("none in this test");
		}

		@Override
		public boolean isConnected() {
			return false;
		}

		@Override
		public void onConnected(Runnable action) {
		}

	}

}

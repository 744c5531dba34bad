package io.tandem.wire.subject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MachineTests {

	@Test
	void derivesItsSubjects() {
		Machine machine = new Machine("pc2");
		assertThat(machine.metricsSubject()).isEqualTo("observability.metrics.pc2");
		assertThat(machine.backlogSubject()).isEqualTo("observability.backlog.pc2");
		assertThat(machine.healthSubject()).isEqualTo("observability.health.pc2");
		assertThat(machine.relayedSubject()).isEqualTo("observability.relayed.pc2");
		assertThat(machine.failoverSubject()).isEqualTo("observability.failover.pc2");
		assertThat(machine.viewsSubject()).isEqualTo("observability.views.pc2");
		assertThat(machine.deadLetterSubject()).isEqualTo("observability.deadletter.pc2");
	}

	@Test
	void derivesItsStreamsInUpperCase() {
		Machine machine = new Machine("pc-2");
		assertThat(machine.metricsStream()).isEqualTo("METRICS_PC-2");
		assertThat(machine.backlogStream()).isEqualTo("BACKLOG_PC-2");
		assertThat(machine.healthStream()).isEqualTo("HEALTH_PC-2");
		assertThat(machine.relayedStream()).isEqualTo("RELAYED_PC-2");
		assertThat(machine.eventsStream()).isEqualTo("EVENTS_PC-2");
		assertThat(machine.viewsStream()).isEqualTo("VIEWS_PC-2");
		assertThat(machine.deadLetterStream()).isEqualTo("DEADLETTER_PC-2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "PC2", "pc.2", "pc*", "pc 2", "pc2\n", "a23456789012345678901234567890123" })
	void refusesNamesThatNatsWouldReadOtherwise(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Machine(name))
			.withMessage("machine name must match [a-z0-9-]{1,32}: name=" + name);
	}

}

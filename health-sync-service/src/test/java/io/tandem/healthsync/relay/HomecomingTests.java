package io.tandem.healthsync.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.Json;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.Reports;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.service.MachineProperties;
import io.tandem.wire.health.HealthStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine is pc2, whose state has a's report 1; mainpc kept what came then. */
class HomecomingTests {

	private final FleetHealth state = Fleets
		.caughtUp(Fleets.of(List.of(Reports.received("a", HealthStatus.UP, "e", 1, 1))), Reports.START);

	private final FakeBroker broker = new FakeBroker();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Homecoming homecoming = homecoming(this.state);

	private Homecoming homecoming(FleetHealth state) {
		return new Homecoming(new MachineProperties("pc2", List.of("mainpc"), Path.of("state")), state, this.broker,
				this.broker, this.broker, new RelayMeters(this.registry));
	}

	@Test
	void reportsComeHomeInOrderAsTheyWereSent() {
		String third = Json.report("a", "pc2", "DOWN", "e", 3);
		String second = Json.report("a", "pc2", "UP", "e", 2);
		keep(7, "a", "a/e/3", third);
		keep(8, "a", "a/e/2", second);
		this.homecoming.work();
		assertThat(this.broker.stored).containsExactly("observability.health.pc2.a a/e/2 mainpc " + second,
				"observability.health.pc2.a a/e/3 mainpc " + third);
		assertThat(this.broker.acknowledged).containsExactly(8L, 7L);
		assertThat(counted("returned")).isEqualTo(2);
	}

	@Test
	void whatIsHomeAlreadyIsNotStoredTwice() {
		keep(7, "a", "a/e/1", Json.report("a", "pc2", "UP", "e", 1));
		this.homecoming.work();
		assertThat(this.broker.stored).isEmpty();
		assertThat(this.broker.acknowledged).containsExactly(7L);
		assertThat(counted("known")).isOne();
	}

	@Test
	void whatTheBrokerRecognisesIsKnown() {
		this.broker.answer = new PublishOutcome.Stored("HEALTH_PC2", 9, true);
		keep(7, "a", "a/e/2", Json.report("a", "pc2", "UP", "e", 2));
		this.homecoming.work();
		assertThat(counted("known")).isOne();
	}

	@Test
	void nothingIsAcknowledgedBeforeTheOwnStreamHasIt() {
		keep(7, "a", "a/e/2", Json.report("a", "pc2", "UP", "e", 2));
		keep(8, "a", "a/e/3", Json.report("a", "pc2", "UP", "e", 3));
		for (PublishOutcome obstacle : List.of(new PublishOutcome.Full("full"),
				new PublishOutcome.Unavailable("no answer", Duration.ofSeconds(2)))) {
			this.broker.answer = obstacle;
			assertThat(this.homecoming.work()).isPositive();
		}
		assertThat(this.broker.acknowledged).isEmpty();
		assertThat(this.broker.inProgress).isEqualTo(4);
		this.broker.answer = null;
		this.homecoming.work();
		assertThat(this.broker.stored).hasSize(2);
		assertThat(this.broker.acknowledged).containsExactly(7L, 8L);
	}

	@Test
	void reportThatIsNeverTakenHoldsNothingUp() {
		this.broker.answer = new PublishOutcome.Rejected("too large");
		keep(7, "a", "a/e/2", Json.report("a", "pc2", "UP", "e", 2));
		this.homecoming.work();
		assertThat(this.broker.acknowledged).containsExactly(7L);
		assertThat(counted("rejected")).isOne();
	}

	@Test
	void reportsOfOthersAndWhatIsNoReportAreLeftAlone() {
		this.broker.keep("RELAYED_MAINPC", 7, "observability.relayed.mainpc.pc3.a", "a/e/2",
				Json.report("a", "pc3", "UP", "e", 2));
		keep(8, "a", "x", "nonsense");
		keep(9, "b", "x", Json.report("a", "pc2", "UP", "e", 2));
		this.homecoming.work();
		assertThat(this.broker.stored).isEmpty();
		assertThat(this.broker.acknowledged).containsExactly(7L, 8L, 9L);
	}

	@Test
	void nothingComesHomeBeforeItIsKnownWhatIsThere() {
		Homecoming early = homecoming(Fleets.of(List.of()));
		keep(7, "a", "a/e/1", Json.report("a", "pc2", "UP", "e", 1));
		assertThat(early.work()).isPositive();
		this.broker.isConnected = false;
		assertThat(this.homecoming.work()).isPositive();
		assertThat(this.broker.stored).isEmpty();
		this.broker.isConnected = true;
		this.homecoming.work();
		assertThat(this.broker.acknowledged).containsExactly(7L);
	}

	private void keep(long sequence, String agent, String messageId, String json) {
		this.broker.keep("RELAYED_MAINPC", sequence, "observability.relayed.mainpc.pc2." + agent, messageId, json);
	}

	private double counted(String outcome) {
		return this.registry.get("tandem.health.relayed").tag("outcome", outcome).counter().count();
	}

}

package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.binder.StartPositions.OpenedStream;
import io.tandem.test.time.MutableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingStartTests {

	private static final Instant CREATED = Reports.START.minusSeconds(100);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final List<String> caughtUp = new ArrayList<>();

	private final MutableClock clock = MutableClock.at(Reports.START.plusSeconds(50));

	private final FleetHealth fleet = Fleets.of(List.of());

	private final MachineHealth pc2 = this.fleet.machine("pc2").orElseThrow();

	private final ReadingStart start = new ReadingStart(this.fleet, Map.of("HEALTH_PC2", "pc2"),
			new HealthStateMeters(this.registry), List.of(new FaultyListener(), new ReadingListener() {

				@Override
				public void read(ReceivedReport report, ReportOutcome outcome) {
				}

				@Override
				public void caughtUp(String machine) {
					ReadingStartTests.this.caughtUp.add(machine);
				}

			}), this.clock);

	@Test
	void nothingKnownMeansAllOfTheStream() {
		assertThat(this.start.startOf(stream(CREATED, 7))).isEmpty();
		assertThat(opened("beginning")).isOne();
		assertThat(this.pc2.copy().streamCreatedAt()).isEqualTo(CREATED);
	}

	@Test
	void whatIsKnownIsGoneOnFrom() {
		known(5);
		assertThat(this.start.startOf(stream(CREATED, 7))).hasValue(6);
		assertThat(opened("position")).isOne();
		assertThat(this.pc2.agent("a")).isPresent();
	}

	@Test
	void streamThatWasMadeAnewOrLostItsEndIsReadWholeAndTheSnapshotDoesNotCount() {
		known(5);
		assertThat(this.start.startOf(stream(CREATED.plusSeconds(1), 7))).isEmpty();
		assertThat(this.pc2.agents()).isEmpty();
		assertThat(this.pc2.newest()).isNull();
		assertThat(opened("beginning")).isOne();
	}

	@Test
	void streamThatLostItsEndIsReadWhole() {
		known(5);
		assertThat(this.start.startOf(stream(CREATED, 4))).isEmpty();
		assertThat(this.pc2.agents()).isEmpty();
	}

	@Test
	void whatWasReadSinceTheStartIsKeptThroughAStreamMadeAnew() {
		assertThat(this.start.startOf(stream(CREATED, 7))).isEmpty();
		this.pc2.record(Reports.plain("a", 7));
		assertThat(this.start.startOf(stream(CREATED.plusSeconds(1), 1))).isEmpty();
		assertThat(this.pc2.agent("a")).isPresent();
	}

	@Test
	void listenersAreToldWhenItHasBeenCaughtUpWith() {
		this.start.startOf(stream(CREATED, 7));
		assertThat(this.pc2.caughtUpAt()).isNull();
		this.start.caughtUp(stream(CREATED, 7));
		assertThat(this.pc2.caughtUpAt()).isEqualTo(this.clock.instant());
		assertThat(this.caughtUp).containsExactly("pc2");
		assertThat(this.registry.get("tandem.health.listener.failures").counter().count()).isOne();
		this.start.startOf(stream(CREATED.plusSeconds(1), 7));
		assertThat(this.pc2.caughtUpAt()).isNull();
	}

	@Test
	void streamOfNoMachineIsAWrongBinding() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.start.startOf(new OpenedStream("METRICS_PC2", CREATED, 1, 7)))
			.withMessageContaining("METRICS_PC2");
	}

	private void known(long position) {
		this.pc2.opened(CREATED);
		this.pc2.record(Reports.plain("a", position));
	}

	private static OpenedStream stream(Instant created, long last) {
		return new OpenedStream("HEALTH_PC2", created, 1, last);
	}

	private double opened(String start) {
		return this.registry.get("tandem.health.streams.opened")
			.tag("origin", "pc2")
			.tag("start", start)
			.counter()
			.count();
	}

}

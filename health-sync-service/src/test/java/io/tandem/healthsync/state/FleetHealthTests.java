package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.health.HealthStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetHealthTests {

	private final FleetHealth fleet = new FleetHealth(List.of("mainpc", "pc2"), 3, Fleets.KEEP, Map.of());

	private final MachineHealth pc2 = this.fleet.machine("pc2").orElseThrow();

	@Test
	void aReportThatWasMissedIsTakenInUnlessMoreIsKnown() {
		this.pc2.opened(Reports.START);
		this.pc2.record(Reports.plain("a", 2));
		this.pc2.record(Reports.plain("b", 9));
		ReceivedReport missed = Reports.received("a", HealthStatus.DOWN, null, 0, 5);
		this.pc2.restore(missed);
		assertThat(this.pc2.agent("a").orElseThrow().latest()).isEqualTo(missed);
		this.pc2.restore(Reports.plain("a", 4));
		assertThat(this.pc2.agent("a").orElseThrow().latest()).isEqualTo(missed);
		assertThat(this.pc2.agent("a").orElseThrow().duplicates()).isZero();
	}

	@Test
	void whatIsNotReadYetOrOfAnOlderStreamIsNotRestored() {
		this.pc2.opened(Reports.START.plusSeconds(3));
		this.pc2.record(Reports.plain("b", 9));
		this.pc2.restore(Reports.plain("a", 10));
		this.pc2.restore(Reports.plain("a", 2));
		assertThat(this.pc2.agent("a")).isEmpty();
		assertThat(this.pc2.newest()).isEqualTo(new StreamPosition(9, Reports.START.plusSeconds(9)));
	}

	@Test
	void machinesAreKeptApart() {
		this.pc2.record(Reports.plain("a", 1));
		assertThat(this.pc2.agent("a")).isPresent();
		assertThat(this.fleet.machine("mainpc").orElseThrow().agent("a")).isEmpty();
		assertThat(this.fleet.machine("pc3")).isEmpty();
	}

	@Test
	void oneAgentMoreThanIsKeptIsAnOverflow() {
		this.fleet.machine("mainpc").orElseThrow().record(Reports.plain("a", 1));
		this.pc2.record(Reports.plain("a", 1));
		this.pc2.record(Reports.plain("b", 2));
		assertThat(this.pc2.record(Reports.plain("c", 3))).isEqualTo(ReportOutcome.OVERFLOW);
		assertThat(this.pc2.agent("c")).isEmpty();
		assertThat(this.pc2.record(Reports.plain("b", 4))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(this.pc2.newest()).isEqualTo(Reports.plain("b", 4).position());
	}

	@Test
	void forgottenAgentMakesRoom() {
		IntStream.rangeClosed(1, 3).forEach((n) -> this.pc2.record(Reports.plain("a" + n, n)));
		this.fleet.forget(Reports.START.plusSeconds(2));
		assertThat(this.pc2.agent("a1")).isEmpty();
		assertThat(this.pc2.agent("a2")).isPresent();
		assertThat(this.pc2.record(Reports.plain("a4", 4))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(this.pc2.record(Reports.plain("a5", 5))).isEqualTo(ReportOutcome.OVERFLOW);
	}

	@Test
	void agentsAreCountedByTheirLatestStatus() {
		this.pc2.record(Reports.received("a", HealthStatus.UP, null, 0, 1));
		this.pc2.record(Reports.received("b", HealthStatus.DOWN, null, 0, 2));
		this.pc2.record(Reports.received("a", HealthStatus.DEGRADED, null, 0, 3));
		assertThat(this.pc2.counts()).containsEntry(HealthStatus.UP, 0)
			.containsEntry(HealthStatus.DEGRADED, 1)
			.containsEntry(HealthStatus.DOWN, 1);
	}

	@Test
	void onlyTheLastForeignReportsAreKept() {
		for (int n = 1; n <= 30; n++) {
			this.pc2.recordForeign(new ForeignReport("a" + n, "mainpc", HealthStatus.UP, Reports.START),
					Reports.plain("a", n).position());
		}
		assertThat(this.pc2.foreign()).hasSize(20).last().extracting(ForeignReport::agent).isEqualTo("a30");
		assertThat(this.pc2.agents()).isEmpty();
		assertThat(this.pc2.newest()).isEqualTo(Reports.plain("a", 30).position());
	}

	@Test
	void digestTellsWhatTheStreamSaysAndNothingElse() {
		FleetHealth other = new FleetHealth(List.of("pc2"), 3, Fleets.KEEP, Map.of());
		MachineHealth there = other.machine("pc2").orElseThrow();
		assertThat(this.pc2.digest()).isEqualTo(there.digest());
		this.pc2.record(Reports.numbered("a", "e", 1, 1));
		assertThat(this.pc2.digest()).isNotEqualTo(there.digest());
		ReceivedReport same = Reports.numbered("a", "e", 1, 1);
		there.record(new ReceivedReport(same.report(), same.stream(), same.position(), Reports.START, true));
		assertThat(there.digest()).isEqualTo(this.pc2.digest());
		this.pc2.record(Reports.numbered("a", "e", 1, 2));
		assertThat(there.digest()).isEqualTo(this.pc2.digest());
		there.record(Reports.received("a", HealthStatus.DOWN, "e", 2, 2));
		this.pc2.record(Reports.received("a", HealthStatus.UP, "e", 2, 2));
		assertThat(there.digest()).isNotEqualTo(this.pc2.digest());
	}

	@Test
	void digestDoesNotDependOnWhenAnOldAgentIsForgotten() {
		FleetHealth other = new FleetHealth(List.of("pc2"), 3, Fleets.KEEP, Map.of());
		MachineHealth there = other.machine("pc2").orElseThrow();
		this.pc2.record(Reports.plain("old", 1));
		this.pc2.record(Reports.plain("new", 2 + Fleets.KEEP.toSeconds()));
		there.record(Reports.plain("new", 2 + Fleets.KEEP.toSeconds()));
		assertThat(this.pc2.agent("old")).isPresent();
		assertThat(this.pc2.digest()).isEqualTo(there.digest());
	}

	@Test
	void replayGivesTheSameState() {
		List<ReceivedReport> history = List.of(Reports.numbered("a", "e1", 1, 1), Reports.plain("b", 2),
				Reports.numbered("a", "e1", 3, 3), Reports.numbered("a", "e1", 2, 4),
				Reports.numbered("a", "e2", 1, 5));
		history.forEach(this.pc2::record);
		List<AgentHealth> before = this.pc2.agents();
		FleetHealth restarted = new FleetHealth(List.of("pc2"), 3, Fleets.KEEP, Map.of());
		history.forEach(restarted.machine("pc2").orElseThrow()::record);
		assertThat(restarted.machine("pc2").orElseThrow().agents()).isEqualTo(before);
		assertThat(restarted.machine("pc2").orElseThrow().digest()).isEqualTo(this.pc2.digest());
	}

}

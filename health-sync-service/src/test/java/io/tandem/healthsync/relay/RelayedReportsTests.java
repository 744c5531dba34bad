package io.tandem.healthsync.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.Reports;
import io.tandem.wire.health.HealthStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayedReportsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final List<RelayedReport> told = new ArrayList<>();

	private final RelayedReports reports = new RelayedReports(List.of("mainpc", "pc2"), 2,
			new RelayMeters(this.registry), List.of(this.told::add));

	@Test
	void newestIsRememberedByItsNumberAndElseByTheAgentsClock() {
		record(report("a", "e1", 5, 1));
		record(report("a", "e1", 4, 2));
		assertThat(sequence("a")).isEqualTo(5);
		record(report("a", "e2", 1, 3));
		assertThat(sequence("a")).isEqualTo(1);
		record(report("a", "e1", 6, 2));
		assertThat(sequence("a")).isEqualTo(1);
		record(Reports.plain("b", 9));
		record(Reports.plain("b", 8));
		assertThat(this.reports.news("pc2", "b", null).orElseThrow().received().position().sequence()).isEqualTo(9);
	}

	@Test
	void whatTheStreamKnowsOrHasOvertakenIsForgotten() {
		AgentHealth known = Fleets.of(List.of(report("a", "e1", 5, 5)))
			.machine("pc2")
			.orElseThrow()
			.agent("a")
			.orElseThrow();
		record(report("a", "e1", 6, 1));
		assertThat(this.reports.news("pc2", "a", known)).isPresent();
		assertThat(this.reports.agents("pc2")).containsExactly("a");
		this.reports.forget(Reports.START.plusSeconds(2));
		record(report("a", "e1", 5, 6));
		assertThat(this.reports.news("pc2", "a", known)).isEmpty();
		assertThat(this.reports.agents("pc2")).isEmpty();
	}

	@Test
	void oneAgentMoreThanIsShownIsCounted() {
		record(Reports.plain("a", 1));
		record(Reports.plain("b", 1));
		record(Reports.plain("c", 1));
		record(Reports.plain("b", 2));
		assertThat(this.reports.agents("pc2")).containsExactlyInAnyOrder("a", "b");
		assertThat(this.registry.get("tandem.health.relayed").tag("outcome", "overflow").counter().count()).isOne();
		this.reports.forget(Reports.START.plusSeconds(2));
		assertThat(this.reports.agents("pc2")).containsExactly("b");
	}

	@Test
	void onlyNewsIsTold() {
		record(report("a", "e1", 5, 1));
		record(report("a", "e1", 5, 1));
		record(report("a", "e1", 4, 2));
		assertThat(this.told).extracting((each) -> each.report().sequence()).containsExactly(5L);
		ReceivedReport old = report("a", "e1", 6, 3);
		record(new ReceivedReport(old.report(), old.stream(), old.position(), old.seenAt(), true, true));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void machineThatIsNotOfTheFleetHasNone() {
		assertThat(this.reports.news("pc3", "a", null)).isEmpty();
		assertThat(this.reports.agents("pc3")).isEmpty();
	}

	private void record(ReceivedReport report) {
		this.reports.record(new RelayedReport(report, "mainpc"));
	}

	private long sequence(String agent) {
		return this.reports.news("pc2", agent, null).orElseThrow().report().sequence();
	}

	private static ReceivedReport report(String agent, String epoch, long sequence, long position) {
		return Reports.received(agent, HealthStatus.UP, epoch, sequence, position);
	}

}

package io.tandem.centralhub.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.slo.KpiReport.Kpi;
import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KpisTests {

	private static final Instant END = Instant.parse("2026-01-01T12:00:00Z");

	@Test
	void whatIsNotKnownIsNeverMet() {
		KpiReport report = report(List.of(), List.of(), "unreachable");
		assertThat(report.kpis()).extracting(Kpi::verdict).containsOnly("unknown");
		assertThat(report.kpis()).allSatisfy((kpi) -> assertThat(kpi.why()).isNotEmpty());
		assertThat(kpi(report, "message delivery").why()).isEqualTo("Prometheus does not answer");
	}

	@Test
	void figureOfPrometheusIsHeldAgainstItsTarget() {
		KpiReport report = report(List.of(), List.of(), "0.04");
		assertThat(kpi(report, "cross-machine sync").verdict()).isEqualTo("met");
		assertThat(kpi(report, "hub availability").verdict()).isEqualTo("missed");
		assertThat(kpi(report, "data loss").verdict()).isEqualTo("missed");
		assertThat(kpi(report, "resource overhead").actual()).isEqualTo(0.04);
	}

	@Test
	void failoverWithoutAnyOtherTraceIsFalse() {
		KpiReport report = report(
				List.of(failover(0, 10), failover(100, 130), failover(600, 605),
						new Happening("incident known to mainpc", at(95), at(140), "service EdgeHub"),
						new Happening("partition as mainpc saw it", at(8), at(20), "peer-hub-down of pc2")),
				List.of(), "0");
		assertThat(kpi(report, "false failovers").actual()).isEqualTo(100.0 / 3);
		assertThat(kpi(report, "false failovers").verdict()).isEqualTo("missed");
		assertThat(kpi(report, "recovery time").actual()).isEqualTo(30);
		assertThat(kpi(report, "automated recovery").actual()).isEqualTo(100);
	}

	@Test
	void failoverThatLastsCountsUntilNowAndAsNotRecoveredAfterTwoMinutes() {
		KpiReport report = report(List.of(failover(0, 10), failover(3300, null)), List.of(), "0");
		assertThat(kpi(report, "recovery time").actual()).isEqualTo(300);
		assertThat(kpi(report, "automated recovery").actual()).isEqualTo(50);
		assertThat(kpi(report, "automated recovery").verdict()).isEqualTo("missed");
	}

	@Test
	void failoverThatHasJustBegunIsNotHeldAgainstRecovery() {
		KpiReport report = report(List.of(failover(3590, null)), List.of(), "0");
		assertThat(kpi(report, "automated recovery").verdict()).isEqualTo("unknown");
	}

	@Test
	void whileSomebodyIsSilentNothingIsSaidOfFailovers() {
		KpiReport report = report(List.of(failover(0, 10)), List.of("failovers of pc2: refused"), "0");
		assertThat(kpi(report, "false failovers").verdict()).isEqualTo("unknown");
		assertThat(kpi(report, "failover time").why()).contains("failovers of pc2: refused");
	}

	@Test
	void repairIsTheMeanOfAllOutages() {
		TargetView all = new TargetView("missed", 99.0, 3564, 36, 0, 3.6, -900, Map.of(),
				List.of(outage(0, 6), outage(100, 130)));
		SloReport slo = new SloReport("PT1H", at(0), END, 99.9, Map.of(Availability.ALL, all), List.of());
		KpiReport report = new Kpis(new FixedSources("0")).report(new Judgement(slo, List.of(), List.of()));
		assertThat(kpi(report, "mean time to repair").actual()).isEqualTo(18);
		assertThat(kpi(report, "system uptime").why()).isEqualTo("nobody has observed it");
	}

	private static KpiReport report(List<Happening> happenings, List<String> silent, String answer) {
		SloReport slo = new SloReport("PT1H", at(0), END, 99.9, Map.of(), silent);
		return new Kpis(new FixedSources(answer)).report(new Judgement(slo, happenings, silent));
	}

	private static Kpi kpi(KpiReport report, String name) {
		return report.kpis().stream().filter((kpi) -> kpi.name().equals(name)).findFirst().orElseThrow();
	}

	private static Happening failover(long from, @Nullable Integer to) {
		return new Happening("failover on pc2", at(from), (to != null) ? at(to) : null, "edge-hub is silent");
	}

	private static OutageView outage(long from, long to) {
		return new OutageView(at(from), at(to), to - from, 0, List.of("pc2: gateway refuses"), false, List.of());
	}

	private static Instant at(long second) {
		return END.minusSeconds(3600 - second);
	}

	/** A Prometheus that answers the same to whatever it is asked, or not at all. */
	private static final class FixedSources extends Sources {

		private final String answer;

		FixedSources(String answer) {
			super(new SloProperties(Map.of(), Map.of(), URI.create("http://127.0.0.1:9"), 99.9, Duration.ofHours(1),
					Duration.ofHours(1), Duration.ofHours(1)), HttpClient.newHttpClient(), HttpClient.newHttpClient());
			this.answer = answer;
		}

		@Override
		OptionalDouble query(String expression, Instant at) throws IOException {
			if (this.answer.equals("unreachable")) {
				throw new IOException("connection refused");
			}
			return OptionalDouble.of(Double.parseDouble(this.answer));
		}

	}

}

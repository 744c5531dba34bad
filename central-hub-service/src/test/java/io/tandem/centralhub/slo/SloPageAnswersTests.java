package io.tandem.centralhub.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.slo.KpiReport.Kpi;
import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import io.tandem.console.source.SloAnswers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the console's page reads is what the hub writes. */
class SloPageAnswersTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant TO = Instant.parse("2026-01-02T00:00:00Z");

	@Test
	void pageReadsTheAvailability() {
		SloReport report = new SloReport("PT24H", FROM, TO, 99.9, Map.of("pc2",
				new TargetView("missed", 99.5, 1, 2, 3, 86.4, -4.5, Map.of("5m", 14.4),
						List.of(new OutageView(FROM, TO, 5, 2, List.of("refused"), true, List.of("failover"))))),
				List.of("the observer on pc2: gone"));
		assertThat(JSON.readValue(JSON.writeValueAsBytes(report), SloAnswers.Slo.class)).isEqualTo(
				new SloAnswers.Slo(
						"PT24H", FROM, TO, 99.9, Map.of("pc2", new SloAnswers.Target("missed", 99.5, 1, 2, 3, 86.4,
								-4.5, Map.of("5m", 14.4), List.of(new SloAnswers.Outage(FROM, TO, 5, 2,
										List.of("refused"), true, List.of("failover"))))),
						List.of("the observer on pc2: gone")));
	}

	@Test
	void pageReadsTheFigures() {
		KpiReport report = new KpiReport(TO, "PT24H",
				List.of(new Kpi("uptime", "at least 99.9 %", null, "%", "unknown", "nobody looked", "counted"),
						new Kpi("loss", "at most 0", 0.0, "records", "met", "", "counted")));
		assertThat(JSON.readValue(JSON.writeValueAsBytes(report), SloAnswers.Kpis.class))
			.isEqualTo(new SloAnswers.Kpis(TO, "PT24H",
					List.of(new SloAnswers.Kpi("uptime", "at least 99.9 %", null, "%", "unknown", "nobody looked",
							"counted"),
							new SloAnswers.Kpi("loss", "at most 0", 0.0, "records", "met", "", "counted"))));
	}

}

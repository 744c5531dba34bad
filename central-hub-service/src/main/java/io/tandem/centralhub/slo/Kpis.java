package io.tandem.centralhub.slo;

import io.tandem.centralhub.slo.KpiReport.Kpi;
import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Takes every figure that the system is promised by. What is not known never counts as
 * met. Thread-safe.
 */
class Kpis {

	private static final String FAILOVER = "failover on ";

	private static final String FAILOVER_TIME = "the longest that a new record has waited for any hub, at any scrape";

	private final Sources sources;

	Kpis(Sources sources) {
		this.sources = sources;
	}

	/** Takes them over the window that was judged. */
	KpiReport report(Judgement judgement) {
		SloReport slo = judgement.report();
		List<Happening> happenings = judgement.happenings();
		List<String> silent = judgement.silent();
		Instant to = slo.to();
		String range = "[" + Math.max(60, Duration.between(slo.from(), to).toSeconds()) + "s]";
		List<Happening> failovers = happenings.stream().filter((one) -> one.source().startsWith(FAILOVER)).toList();
		List<Kpi> kpis = new ArrayList<>();
		kpis.add(uptime(slo));
		kpis.add(query("hub availability", 99.9, true, "%",
				"100 * min(avg_over_time(up{job=\"services\",instance=~\".*:(9000|9100)\",tandem_path=\"pull\"}" + range
						+ "))",
				to, "scrapes of the worse hub that were answered"));
		String ledger = "{kind=\"record\",tandem_path=\"pull\"}";
		kpis.add(query("message delivery", 99.99, true, "%",
				"100 * sum(tandem_ledger_received_sequences" + ledger + ") / (sum(tandem_ledger_received_sequences"
						+ ledger + ") + sum(tandem_ledger_missing_sequences" + ledger
						+ ") + sum(tandem_ledger_lost_sequences" + ledger + "))",
				to, "records in the ledger, of those and the ones that are missing or lost, of all epochs it knows"));
		kpis.add(query("data loss", 0, false, "records", "sum(tandem_ledger_lost_sequences" + ledger + ")", to,
				"records that are nowhere any more by their origin's word, of all epochs the ledger knows"));
		kpis.add(query("cross-machine sync", 0.05, false, "s",
				"max(max_over_time(tandem_health_propagation_seconds{quantile=\"0.99\",tandem_path=\"pull\"}" + range
						+ "))",
				to,
				"health reports, from one machine's stream until another has read them: the worst p99 of any two minutes"));
		kpis.add(query("message latency", 2, false, "s",
				"quantile_over_time(0.99, max(tandem_delivery_live_age_seconds{tandem_path=\"pull\"})"
						+ range.replace("]", ":15s]") + ")",
				to, "p99 of how long the newest record that is not at a hub yet has waited, at each scrape"));
		String unknown = silent.isEmpty() ? "nothing has failed over in the window"
				: "not everybody answers: " + String.join("; ", silent);
		List<Happening> judged = silent.isEmpty() ? failovers : List.of();
		if (judged.isEmpty()) {
			kpis.add(kpi("failover time", 3, false, "s", null, unknown, FAILOVER_TIME));
		}
		else {
			kpis.add(query("failover time", 3, false, "s",
					"max(max_over_time(tandem_delivery_live_age_seconds{tandem_path=\"pull\"}" + range + "))", to,
					FAILOVER_TIME));
		}
		kpis.add(recovery(judged, to, unknown));
		kpis.add(automatic(judged, to, unknown));
		kpis.add(falseFailovers(judged, happenings, unknown));
		kpis.add(mttr(slo));
		kpis.add(query("resource overhead", 5, false, "%",
				"100 * max(sum by (instance_machine) (label_replace(avg_over_time(process_cpu_usage{job=\"services\",tandem_path=\"pull\"}"
						+ range + "), \"instance_machine\", \"$1\", \"instance\", \"(.*):.*\")))",
				to,
				"processor time of a machine's three services, of all its cores, on the worse machine; without broker and store"));
		kpis.add(query("health agreement", 0, false, "minutes",
				"max(tandem_health_reconciliation_differing_minutes{tandem_path=\"pull\"})", to,
				"minutes of health history in which the machines differ now"));
		kpis.add(new Kpi("alert accuracy", "at least 95 %", null, "%", "unknown",
				"nobody has said of the calls in the window which of them were right",
				"calls of which somebody has said that they were right"));
		return new KpiReport(to, slo.window(), kpis);
	}

	private static Kpi uptime(SloReport slo) {
		TargetView whole = slo.targets().get(Availability.ANY);
		Double percent = (whole != null) ? whole.percent() : null;
		return kpi("system uptime", slo.objectivePercent(), true, "%", percent, "nobody has observed it",
				"seconds in which a sample could be written to at least one machine and read again");
	}

	private static Kpi recovery(List<Happening> failovers, Instant now, String unknown) {
		Double worst = failovers.stream().map((one) -> seconds(one, now)).max(Double::compare).orElse(null);
		return kpi("recovery time", 120, false, "s", worst, unknown,
				"the longest time from leaving a hub until records went to it again; a hub that stays dead counts until now");
	}

	private static Kpi automatic(List<Happening> failovers, Instant now, String unknown) {
		List<Happening> due = failovers.stream().filter((one) -> one.to() != null || seconds(one, now) > 120).toList();
		Double share = due.isEmpty() ? null
				: 100.0 * due.stream().filter((one) -> one.to() != null).count() / due.size();
		return kpi("automated recovery", 95, true, "%", share, unknown,
				"failovers that ended, of those and the ones that last for more than two minutes; who took one back by hand counts too");
	}

	/** Something else than the failover itself must have told of a cause. */
	private static Kpi falseFailovers(List<Happening> failovers, List<Happening> happenings, String unknown) {
		List<Happening> causes = happenings.stream().filter((one) -> !one.source().startsWith(FAILOVER)).toList();
		long unexplained = failovers.stream()
			.filter((one) -> causes.stream()
				.noneMatch((cause) -> cause.touches(one.from().minusSeconds(60),
						((one.to() != null) ? one.to() : one.from()).plusSeconds(60))))
			.count();
		return kpi("false failovers", 1, false, "%",
				failovers.isEmpty() ? null : 100.0 * unexplained / failovers.size(), unknown,
				"failovers around which neither an incident nor a partition was told of");
	}

	private static Kpi mttr(SloReport slo) {
		TargetView all = slo.targets().get(Availability.ALL);
		List<OutageView> outages = (all != null) ? all.outages() : List.of();
		Double mean = outages.isEmpty() ? null
				: outages.stream().mapToLong(OutageView::seconds).average().orElseThrow();
		return kpi("mean time to repair", 120, false, "s", mean, "there was no outage in the window",
				"mean length of the times in which any machine was not available, to its agents or its readers");
	}

	private static double seconds(Happening one, Instant now) {
		return Duration.between(one.from(), (one.to() != null) ? one.to() : now).toMillis() / 1000.0;
	}

	private Kpi query(String name, double target, boolean isLeast, String unit, String expression, Instant at,
			String how) {
		try {
			OptionalDouble value = this.sources.query(expression, at);
			return kpi(name, target, isLeast, unit, value.isPresent() ? value.getAsDouble() : null,
					"Prometheus has no data of it", how);
		}
		catch (IOException | JacksonException ex) {
			return kpi(name, target, isLeast, unit, null, "Prometheus does not answer", how);
		}
	}

	private static Kpi kpi(String name, double target, boolean isLeast, String unit, @Nullable Double actual,
			String why, String how) {
		String words = (isLeast ? "at least " : "at most ")
				+ ((target == Math.rint(target)) ? "%.0f" : "%s").formatted(target) + " " + unit;
		if (actual == null) {
			return new Kpi(name, words, null, unit, "unknown", why, how);
		}
		boolean isMet = isLeast ? actual >= target : actual <= target;
		return new Kpi(name, words, actual, unit, isMet ? "met" : "missed", "", how);
	}

}

package io.tandem.acceptance.demo;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.check.Probe;
import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.check.Verdict;
import io.tandem.acceptance.check.Verdict.Counts;
import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.fleet.Tally;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/** The table at the end of the demonstration. Immutable. */
record Report(Verdict verdict, StoredPushes stored, List<Tally> tallies, Probe probe, int series) {

	void print(Observer observer, Site mainpc, Site pc2, String run) throws InterruptedException {
		System.out.printf("%n%-34s %10s %10s %10s%n", "", "mainpc", "pc2", "total");
		row("agents", Counts::agents);
		row("pushed and acknowledged", Counts::acknowledged);
		row("pushed, not acknowledged", Counts::failed);
		row("stored in mainpc's Prometheus", Counts::stored);
		row("missing", Counts::missing);
		row("duplicated", Counts::duplicated);
		row("out of order", Counts::outOfOrder);
		row("push to 2xx, p50 ms", (counts) -> millis(counts.latency(), 50));
		row("push to 2xx, p99 ms", (counts) -> millis(counts.latency(), 99));
		long fallenBack = this.tallies.stream().mapToLong(Tally::fallenBack).sum();
		System.out.printf("%nof those acknowledged, taken by a hub past its gateway: %d%n", fallenBack);
		long expected = (long) this.verdict.total().stored() * this.series;
		System.out.printf("samples stored: %,d of %,d in those pushes%n", this.stored.samples(), expected);
		latency("push on pc2 to mainpc's hub", this.probe.seenByHub());
		latency("push on pc2 to mainpc's Prometheus", this.probe.stored());
		if (this.probe.unseen() > 0) {
			System.out.printf("probes not seen within 5 s: %d%n", this.probe.unseen());
		}
		health(observer, mainpc, run);
		health(observer, pc2, run);
		ledger(observer, mainpc);
		System.out.println(this.verdict.isClean() ? "\nEverything acknowledged is stored, once and in order."
				: "\nNOT everything acknowledged is stored once and in order.");
	}

	private void row(String name, Function<Counts, Object> value) {
		System.out.printf("%-34s %10s %10s %10s%n", name, of("mainpc", value), of("pc2", value),
				value.apply(this.verdict.total()));
	}

	private Object of(String machine, Function<Counts, Object> value) {
		Counts counts = this.verdict.machines().get(machine);
		return (counts != null) ? value.apply(counts) : "-";
	}

	private static String millis(Histogram micros, double percentile) {
		return "%.1f".formatted(micros.getValueAtPercentile(percentile) / 1000.0);
	}

	private static void latency(String name, Histogram micros) {
		System.out.printf("%-36s p50 %s ms, p99 %s ms (%d probes)%n", name, millis(micros, 50), millis(micros, 99),
				micros.getTotalCount());
	}

	private void health(Observer observer, Site site, String run) throws InterruptedException {
		long sent = this.tallies.stream().mapToLong(Tally::healthReports).sum();
		try {
			JsonNode machines = observer.get(site.health("/api/v1/health")).path("machines");
			long seen = this.tallies.stream().filter((tally) -> isSeen(machines, tally, run)).count();
			System.out.printf("health on %-6s the last report of %d of %d agents is shown (%d reports sent)%n",
					site.machine() + ":", seen, this.tallies.size(), sent);
		}
		catch (IOException ex) {
			System.out.printf("health on %s: %s%n", site.machine(), ex.getMessage());
		}
	}

	private static boolean isSeen(JsonNode machines, Tally tally, String run) {
		for (JsonNode agent : machines.path(tally.machine()).path("agents")) {
			if (agent.path("agent").asString().equals(tally.agent()) && agent.path("epoch").asString().equals(run)) {
				return agent.path("sequence").asLong() == tally.lastHealthSequence();
			}
		}
		return false;
	}

	private static void ledger(Observer observer, Site centre) throws InterruptedException {
		try {
			JsonNode totals = observer.get(centre.hub("/api/v1/ledger")).path("totals");
			System.out.printf("ledger: %d records received, %d missing, %d duplicated, %d late%n",
					totals.path("received").asLong(), totals.path("missing").asLong(),
					totals.path("duplicated").asLong(), totals.path("late").asLong());
		}
		catch (IOException ex) {
			System.out.println("ledger: " + ex.getMessage());
		}
	}

}

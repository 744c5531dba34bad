package io.tandem.acceptance.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Says what came of it, as Markdown. Holds no state. */
final class IngestReport {

	private IngestReport() {
	}

	/**
	 * Returns the table of medians over the rounds, and the ratios that there is a goal
	 * for.
	 */
	static String of(List<Result> results) {
		Map<String, List<Result>> byName = byName(results);
		StringBuilder text = new StringBuilder(
				"""
						| | safe once answered | stored, k samples/s | answered, k samples/s | k samples per core-second | p50 / p99 / p99.9 ms at half load | MiB | refused |
						|---|---|---|---|---|---|---|---|
						""");
		byName.forEach((name,
				all) -> text.append("| %s | %s | %.0f | %.0f | %s | %.1f / %.1f / %.1f | %.0f | %d |%n".formatted(name,
						all.getFirst().durability(), median(all, Result::samplesPerSecond) / 1000,
						median(all, Result::answeredPerSecond) / 1000, range(all), median(all, Result::p50),
						median(all, Result::p99), median(all, Result::p999), median(all, Result::residentMebibytes),
						all.stream().mapToLong(Result::refused).sum())));
		text.append("%n| CPU, us for 500 samples | %n|---|%n".formatted());
		byName.forEach((name, all) -> text.append("| %s: %s |%n".formatted(name, shares(all.getLast()))));
		text.append("%n| ratio | goal | measured |%n|---|---|---|%n".formatted());
		ratio(text, byName, "hub : prometheus, per core-second", "2.0", "hub", "prometheus",
				Result::samplesPerCoreSecond);
		ratio(text, byName, "hub : bare nats-server, samples/s", "0.7", "hub", "bare nats-server",
				Result::answeredPerSecond);
		ratio(text, byName, "gateway : vmagent, per core-second", "0.6", "gateway", "vmagent",
				Result::samplesPerCoreSecond);
		ratio(text, byName, "gateway to store : vmagent + victoria-metrics, per core-second", "0.4", "gateway to store",
				"vmagent + victoria-metrics", Result::samplesPerCoreSecond);
		return text.toString();
	}

	/**
	 * Returns the median of each contender, in thousand samples, in the order measured.
	 */
	static Map<String, Double> perCoreSecond(List<Result> results) {
		Map<String, Double> figures = new LinkedHashMap<>();
		byName(results).forEach((name, all) -> figures.put(name, median(all, Result::samplesPerCoreSecond) / 1000));
		return figures;
	}

	private static Map<String, List<Result>> byName(List<Result> results) {
		Map<String, List<Result>> byName = new LinkedHashMap<>();
		results.forEach((one) -> byName.computeIfAbsent(one.contender(), (name) -> new ArrayList<>()).add(one));
		return byName;
	}

	private static void ratio(StringBuilder text, Map<String, List<Result>> byName, String words, String goal,
			String ours, String theirs, ToDoubleFunction<Result> figure) {
		if (byName.containsKey(ours) && byName.containsKey(theirs)) {
			text.append("| %s | at least %s | %.2f |%n".formatted(words, goal,
					median(byName.get(ours), figure) / median(byName.get(theirs), figure)));
		}
	}

	private static String range(List<Result> all) {
		double least = all.stream().mapToDouble(Result::samplesPerCoreSecond).min().orElse(0);
		double most = all.stream().mapToDouble(Result::samplesPerCoreSecond).max().orElse(0);
		String median = "%.0f".formatted(median(all, Result::samplesPerCoreSecond) / 1000);
		return (all.size() > 1) ? "%s (%.0f to %.0f)".formatted(median, least / 1000, most / 1000) : median;
	}

	private static String shares(Result one) {
		List<String> shares = new ArrayList<>();
		one.cpuSeconds()
			.forEach((process, seconds) -> shares
				.add("%s %.0f".formatted(process, seconds * 1e6 * 500 / one.samples())));
		return String.join(", ", shares);
	}

	private static double median(List<Result> all, ToDoubleFunction<Result> figure) {
		double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}

package io.tandem.acceptance.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * The measurements of one call of the tool, on the disk after each, so that a run that is
 * cut short leaves what it had. Confined to one thread.
 */
final class Results {

	private static final JsonMapper JSON = new JsonMapper();

	private final Path json;

	private final Path table;

	private final List<Measurement> measurements = new ArrayList<>();

	/** Goes on with what the file holds. */
	Results(Path directory, String name) throws IOException {
		Files.createDirectories(directory);
		this.json = directory.resolve(name + ".json");
		this.table = directory.resolve(name + ".md");
		if (Files.exists(this.json)) {
			this.measurements.addAll(List.of(JSON.readValue(Files.readAllBytes(this.json), Measurement[].class)));
		}
	}

	void add(Measurement measurement) throws IOException {
		this.measurements.add(measurement);
		Files.write(this.json, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this.measurements));
		Files.writeString(this.table, table());
	}

	/** Returns the table of the first runs, and that of the times to the next tier. */
	String table() {
		StringBuilder text = new StringBuilder("""
				| fault | | failed pushes | p50 / p99 / p99.9 / max ms before | during | p99.9 during : before | lost |
				|---|---|---|---|---|---|---|
				""");
		this.measurements.stream().filter((one) -> one.run() == 1).forEach((one) -> text.append(row(one)));
		text.append(
				"""

						| fault | | runs | to the next tier, p50 / p99 / max ms | decided, p50 / max ms | stayed | failed pushes |
						|---|---|---|---|---|---|---|
						""");
		Map<String, List<Measurement>> groups = new LinkedHashMap<>();
		this.measurements.forEach(
				(one) -> groups.computeIfAbsent(one.fault() + " | " + one.side(), (key) -> new ArrayList<>()).add(one));
		groups.forEach((name, runs) -> text.append("| ").append(name).append(times(runs)));
		return text.toString();
	}

	private static String row(Measurement one) {
		double factor = (one.before().p999() > 0) ? one.during().p999() / one.before().p999() : 0;
		return "| %s | %s | %d of %d | %s | %s | %.1f | %d |%n".formatted(one.fault(), one.side(),
				one.during().failed(), one.during().pushes(), latency(one.before()), latency(one.during()), factor,
				one.lost());
	}

	private static String latency(Figures figures) {
		return "%.1f / %.0f / %.0f / %.0f".formatted(figures.p50(), figures.p99(), figures.p999(), figures.max());
	}

	private static String times(List<Measurement> runs) {
		List<Long> next = runs.stream().map(Measurement::nextTierMillis).filter(Objects::nonNull).sorted().toList();
		List<Long> decided = runs.stream().map(Measurement::decidedMillis).filter(Objects::nonNull).sorted().toList();
		int failed = runs.stream().mapToInt((run) -> run.during().failed()).sum();
		return " | %d | %s / %s / %s | %s / %s | %d | %d |%n".formatted(runs.size(), at(next, 0.5), at(next, 0.99),
				at(next, 1), at(decided, 0.5), at(decided, 1), runs.size() - next.size(), failed);
	}

	private static String at(List<Long> sorted, double quantile) {
		if (sorted.isEmpty()) {
			return "-";
		}
		int rank = (int) Math.ceil(quantile * sorted.size());
		return sorted.get(Math.max(0, rank - 1)).toString();
	}

}

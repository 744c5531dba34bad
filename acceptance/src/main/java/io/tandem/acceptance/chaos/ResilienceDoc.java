package io.tandem.acceptance.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code docs/resilience.md} from what scenarios have left. Holds no state. */
final class ResilienceDoc {

	private ResilienceDoc() {
	}

	/**
	 * Returns the page.
	 * @param out the folder of the outcomes
	 */
	static String of(Path out) throws IOException {
		List<Outcome> outcomes = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "*.json")) {
			for (Path file : files) {
				outcomes.add(JsonMapper.shared().readValue(Files.readAllBytes(file), Outcome.class));
			}
		}
		outcomes.sort(Comparator.comparing(Outcome::scenario));
		StringBuilder page = new StringBuilder();
		page.append(
				"""
						# What became of faults

						Written by `./tandem chaos --write-docs` from the last run of each scenario (`./tandem chaos`, `deploy/chaos`), with all agents pushing and
						reporting their health all the while. Judged without the ledger: agents number their pushes, and what they were answered 2xx must be in the
						metric store once and in order; both machines' health must become equal; each machine must say of the other what the scenario says it
						must, and nothing else. A push that failed was refused or not answered, and is not counted as acknowledged.

						""");
		page.append(Files.exists(out.resolve("machine.txt")) ? Files.readString(out.resolve("machine.txt")) : "");
		page.append(String.format(Locale.ROOT,
				"%n%,d samples were acknowledged in all; %,d pushes lost, %,d stored twice, %,d out of order; %,d wrong verdicts.%n%n",
				outcomes.stream().mapToLong(Outcome::samples).sum(), outcomes.stream().mapToLong(Outcome::lost).sum(),
				outcomes.stream().mapToLong(Outcome::duplicated).sum(),
				outcomes.stream().mapToLong(Outcome::disordered).sum(),
				outcomes.stream().mapToLong((outcome) -> outcome.wrongVerdicts().size()).sum()));
		page.append(
				"""
						| scenario | faults | samples acknowledged | pushes failed | slowest, ms | lost, twice, disordered | told after, s | all stored after the last push, s | health equal after the last fault, s | calls | |
						|---|---|---|---|---|---|---|---|---|---|---|
						""");
		outcomes.forEach((outcome) -> page.append(row(outcome)));
		outcomes.stream().filter((outcome) -> !outcome.isPassed()).forEach((outcome) -> {
			page.append("\n**").append(outcome.scenario()).append("**\n\n");
			outcome.problems().forEach((problem) -> page.append("- ").append(problem).append('\n'));
		});
		return page.toString();
	}

	private static String row(Outcome outcome) {
		return String.format(Locale.ROOT,
				"| `%s`: %s | %s | %,d | %,d | %,d | %d, %d, %d | %s | %.1f | %.1f | %d | %s |%n", outcome.scenario(),
				outcome.title(), String.join("; ", outcome.faults()), outcome.samples(), outcome.failed(),
				outcome.slowestMillis(), outcome.lost(), outcome.duplicated(), outcome.disordered(),
				told(outcome.toldAfterSeconds()), outcome.storedAfterSeconds(), outcome.equalAfterSeconds(),
				outcome.pages().size(), outcome.isPassed() ? "passed" : "not passed");
	}

	private static String told(Map<String, Double> told) {
		return told.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((machine) -> machine.getKey() + " " + String.format(Locale.ROOT, "%.1f", machine.getValue()))
			.collect(Collectors.joining(", "));
	}

}

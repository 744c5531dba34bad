package io.tandem.acceptance.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
		Instant first = Instant.MAX;
		Instant last = Instant.MIN;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "*.json")) {
			for (Path file : files) {
				outcomes.add(JsonMapper.shared().readValue(Files.readAllBytes(file), Outcome.class));
				Instant ended = Files.getLastModifiedTime(file).toInstant();
				first = ended.isBefore(first) ? ended : first;
				last = ended.isAfter(last) ? ended : last;
			}
		}
		if (outcomes.isEmpty()) {
			throw new IllegalArgumentException("no scenario was played yet: there is nothing in " + out);
		}
		outcomes.sort(Comparator.comparing(Outcome::scenario));
		StringBuilder page = new StringBuilder();
		page.append(
				"""
						# What became of faults

						Written by `./tandem chaos --write-docs` from the last run of each scenario (`./tandem chaos`, `deploy/chaos`), with all agents pushing and
						reporting their health all the while. Judged without the ledger: agents number their pushes, and what they were answered 2xx must be in the
						metric store once and in order; both machines' health must become equal; each machine must say of the other what the scenario says it
						must, and nothing else. A push that failed was refused or not answered, and is not counted as acknowledged. What only a
						machine's own disk had when that was deleted has no other copy: it is counted as gone, not as lost. Reports of health cross all the while too;
						how soon 99 of 100 were seen on the other machine is told for those sent after the end of the last fault.

						""");
		page.append(Files.exists(out.resolve("machine.txt")) ? Files.readString(out.resolve("machine.txt")) : "");
		page.append(
				String.format(Locale.ROOT, "The scenarios ended between %s and %s.%n", minute(first), minute(last)));
		page.append(String.format(Locale.ROOT,
				"%n%,d samples were acknowledged in all; %,d pushes lost, %,d gone with a disk, %,d stored twice, %,d out of order; %,d wrong verdicts.%n%n",
				outcomes.stream().mapToLong(Outcome::samples).sum(), outcomes.stream().mapToLong(Outcome::lost).sum(),
				outcomes.stream().mapToLong(Outcome::gone).sum(),
				outcomes.stream().mapToLong(Outcome::duplicated).sum(),
				outcomes.stream().mapToLong(Outcome::disordered).sum(),
				outcomes.stream().mapToLong((outcome) -> outcome.wrongVerdicts().size()).sum()));
		page.append(
				"""
						| scenario | faults | samples acknowledged | pushes failed | slowest, ms | lost, gone, twice, disordered | told after, s | all stored after the last push, s | health equal after the last fault, s | reports seen, p99 ms | calls | |
						|---|---|---|---|---|---|---|---|---|---|---|---|
						""");
		outcomes.forEach((outcome) -> page.append(row(outcome)));
		outcomes.stream().filter((outcome) -> !outcome.isPassed()).forEach((outcome) -> {
			page.append("\n**").append(outcome.scenario()).append("**\n\n");
			outcome.problems().forEach((problem) -> page.append("- ").append(problem).append('\n'));
		});
		return page.toString();
	}

	private static String row(Outcome outcome) {
		if (!outcome.isPlayed()) {
			return String.format(Locale.ROOT, "| `%s`: %s | %s | | | | | | | | | | not run |%n", outcome.scenario(),
					outcome.title(), String.join("; ", outcome.faults()));
		}
		return String.format(Locale.ROOT,
				"| `%s`: %s | %s | %,d | %,d | %,d | %d, %d, %d, %d | %s | %.1f | %.1f | %.0f | %d | %s |%n",
				outcome.scenario(), outcome.title(), String.join("; ", outcome.faults()), outcome.samples(),
				outcome.failed(), outcome.slowestMillis(), outcome.lost(), outcome.gone(), outcome.duplicated(),
				outcome.disordered(), told(outcome.toldAfterSeconds()), outcome.storedAfterSeconds(),
				outcome.equalAfterSeconds(), outcome.reportsP99Millis(), outcome.pages().size(),
				outcome.isPassed() ? "passed" : "**not passed**");
	}

	private static Instant minute(Instant time) {
		return time.truncatedTo(ChronoUnit.MINUTES);
	}

	private static String told(Map<String, Double> told) {
		return told.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((machine) -> machine.getKey() + " " + String.format(Locale.ROOT, "%.1f", machine.getValue()))
			.collect(Collectors.joining(", "));
	}

}

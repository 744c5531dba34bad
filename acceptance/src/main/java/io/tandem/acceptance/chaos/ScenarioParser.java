package io.tandem.acceptance.chaos;

import io.tandem.acceptance.chaos.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenarios: {@code title WORDS}, {@code load N pushes/s of N series},
 * {@code at TIME FAULT for TIME}, {@code expect MACHINE says VERDICT[, VERDICT]},
 * {@code expect N..N pages}, {@code expect reports within TIME}, {@code end TIME};
 * {@code #} begins a comment.
 */
final class ScenarioParser {

	private static final Set<String> MACHINES = Set.of("mainpc", "pc2");

	private static final Set<String> PROGRAMS = Set.of("central-hub", "edge-hub", "failover", "health-sync", "nats",
			"prometheus", "pushgateway", "alertmanager");

	private static final Set<String> VERDICTS = Set.of("peer-hub-down", "peer-machine-unreachable", "link-degraded",
			"self-isolated", Scenario.ANYTHING);

	private static final Duration LONGEST = Duration.ofHours(1);

	private ScenarioParser() {
	}

	/**
	 * @throws IllegalArgumentException with file and line, if something is wrong
	 */
	static Scenario read(Path file) throws IOException {
		return parse(String.valueOf(file.getFileName()).replaceFirst("\\.chaos$", ""), Files.readAllLines(file));
	}

	/**
	 * @throws IllegalArgumentException with name and line, if something is wrong
	 */
	static Scenario parse(String name, List<String> lines) {
		String title = name;
		int load = 100;
		int series = 150;
		int fewestPages = 0;
		int mostPages = Integer.MAX_VALUE;
		Duration reportsWithin = null;
		Duration end = null;
		List<Step> steps = new ArrayList<>();
		Map<String, List<String>> verdicts = new HashMap<>();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).replaceFirst("#.*", "").strip();
			if (line.isEmpty()) {
				continue;
			}
			Words words = new Words(name + ":" + (i + 1), line);
			switch (words.next("a word")) {
				case "title" -> title = words.rest();
				case "load" -> {
					load = words.number();
					words.expect("pushes/s", "of");
					series = words.number();
					words.expect("series");
				}
				case "at" -> {
					Duration at = words.time();
					int last = line.lastIndexOf(" for ");
					if (last < 0) {
						throw words.wrong("say for how long, at the end: for 20s");
					}
					Words fault = new Words(name + ":" + (i + 1), line.substring(0, last));
					fault.next("at");
					fault.next("a time");
					Fault parsed = Fault.parse(fault.begin());
					fault.end();
					steps.add(new Step(at, parsed, time(words, line.substring(last + 5).strip())));
				}
				case "expect" -> {
					if (words.isNext("reports")) {
						words.expect("within");
						reportsWithin = words.time();
						break;
					}
					int[] pages = words.isPages();
					if (pages.length > 0) {
						fewestPages = pages[0];
						mostPages = pages[1];
						break;
					}
					String machine = words.machine("");
					words.expect("says");
					verdicts.put(machine, words.verdicts());
				}
				case "end" -> end = words.time();
				default -> throw words.wrong("a line begins with title, load, at, expect or end");
			}
			if (!line.startsWith("at ")) {
				words.end();
			}
		}
		Duration last = steps.stream()
			.map((step) -> step.at().plus(step.lasts()))
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
		if (end == null || end.compareTo(last) < 0 || end.compareTo(LONGEST) > 0 || load < 1 || load > 1000
				|| series < 1 || series > 1000) {
			throw new IllegalArgumentException(name
					+ ": needs 'end TIME', behind the end of each fault and within an hour, and a load of 1 to 1000 pushes/s of 1 to 1000 series");
		}
		steps.sort(Comparator.comparing(Step::at));
		return new Scenario(name, title, load, series, end, steps, verdicts, fewestPages, mostPages, reportsWithin);
	}

	private static Duration time(Words words, String text) {
		try {
			return duration(text);
		}
		catch (IllegalArgumentException ex) {
			throw words.wrong(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Reads {@code 300ms}, {@code 20s} or {@code 3m}.
	 * @throws IllegalArgumentException if it is anything else
	 */
	static Duration duration(String text) {
		if (text.matches("\\d{1,6}ms")) {
			return Duration.ofMillis(Long.parseLong(text.replace("ms", "")));
		}
		if (text.matches("\\d{1,5}[sm]")) {
			long count = Long.parseLong(text.substring(0, text.length() - 1));
			return text.endsWith("s") ? Duration.ofSeconds(count) : Duration.ofMinutes(count);
		}
		throw new IllegalArgumentException("not a time as 300ms, 20s or 3m: " + text);
	}

	/** The words of a line, one after the other. Confined to one thread. */
	static final class Words {

		private final String place;

		private final String[] words;

		private int at;

		private int from;

		Words(String place, String line) {
			this.place = place;
			this.words = line.split("\\s+");
		}

		/** Remembers where the text begins that {@link #text} returns. */
		Words begin() {
			this.from = this.at;
			return this;
		}

		String text() {
			return String.join(" ", List.of(this.words).subList(this.from, this.words.length));
		}

		String rest() {
			String rest = String.join(" ", List.of(this.words).subList(this.at, this.words.length));
			this.at = this.words.length;
			return rest;
		}

		String next(String what) {
			if (this.at == this.words.length) {
				throw wrong("here comes " + what);
			}
			return this.words[this.at++];
		}

		boolean isNext(String word) {
			if (this.at < this.words.length && this.words[this.at].equals(word)) {
				this.at++;
				return true;
			}
			return false;
		}

		void expect(String... expected) {
			for (String word : expected) {
				if (!isNext(word)) {
					throw wrong("here comes '" + word + "'");
				}
			}
		}

		int number() {
			String word = next("a number");
			if (!word.matches("\\d{1,6}")) {
				throw wrong("not a number: " + word);
			}
			return Integer.parseInt(word);
		}

		/** Reads how many pages there are to be, if they come next; empty if not. */
		int[] isPages() {
			if (this.at == this.words.length || !this.words[this.at].matches("\\d{1,3}(\\.\\.\\d{1,3})?")) {
				return new int[0];
			}
			String[] bounds = next("how many").split("\\.\\.");
			expect("pages");
			return new int[] { Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]) };
		}

		Duration time() {
			return ScenarioParser.time(this, next("a time, as 20s"));
		}

		String program() {
			return oneOf(PROGRAMS, "a program");
		}

		/**
		 * @param before the word before it; empty for none
		 */
		String machine(String before) {
			if (!before.isEmpty()) {
				expect(before);
			}
			return oneOf(MACHINES, "a machine");
		}

		List<String> verdicts() {
			List<String> verdicts = new ArrayList<>();
			for (String verdict : rest().split(",")) {
				if (!VERDICTS.contains(verdict.strip())) {
					throw wrong(
							"not a verdict: " + verdict.strip() + "; there are " + VERDICTS.stream().sorted().toList());
				}
				verdicts.add(verdict.strip());
			}
			return verdicts;
		}

		private String oneOf(Set<String> known, String what) {
			String word = next(what);
			if (!known.contains(word)) {
				throw wrong("not " + what + ": " + word + "; there are " + known.stream().sorted().toList());
			}
			return word;
		}

		void end() {
			if (this.at < this.words.length) {
				throw wrong("too much: " + rest());
			}
		}

		IllegalArgumentException wrong(@Nullable String what) {
			return new IllegalArgumentException(this.place + ": " + what);
		}

	}

}

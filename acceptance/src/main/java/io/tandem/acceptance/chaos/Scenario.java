package io.tandem.acceptance.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the machines, and what must come of it. Immutable.
 *
 * @param name of its file, without the ending
 * @param title in words
 * @param pushesPerSecond of all agents together
 * @param series in each push
 * @param length how long agents push
 * @param steps in the order of their times
 * @param verdicts what each machine must say of the other one, by its name; a machine
 * that is not named must say nothing
 * @param fewestPages how many calls to people there must be at least
 * @param mostPages and at most
 * @param reportsWithin how soon 99 of 100 reports of health must be seen on the other
 * machine, from the end of the last fault on; null if that is only measured
 */
record Scenario(String name, String title, int pushesPerSecond, int series, Duration length, List<Step> steps,
		Map<String, List<String>> verdicts, int fewestPages, int mostPages, @Nullable Duration reportsWithin) {

	/** What a machine may say that may say whatever its faults explain. */
	static final String ANYTHING = "anything";

	Scenario {
		steps = List.copyOf(steps);
		verdicts = Map.copyOf(verdicts);
	}

	/** Returns each fault in words, with its times. */
	List<String> words() {
		return this.steps.stream()
			.map((step) -> "at %d s %s for %d s".formatted(step.at().toSeconds(), step.fault().text(),
					step.lasts().toSeconds()))
			.toList();
	}

	/** Returns what a machine must say, the first of them soon; empty for nothing. */
	List<String> expected(String machine) {
		return this.verdicts.getOrDefault(machine, List.of());
	}

	/** Tells whether a machine need not say anything in particular. */
	boolean isUndecided(String machine) {
		return expected(machine).contains(ANYTHING);
	}

	/**
	 * A fault.
	 *
	 * @param at when it begins, from the beginning
	 * @param lasts how long
	 */
	record Step(Duration at, Fault fault, Duration lasts) {
	}

}

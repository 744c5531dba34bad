package io.tandem.acceptance.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is done to the machines, and what they must say of it. Immutable.
 *
 * @param name of its file, without the ending
 * @param title in words
 * @param pushesPerSecond of all agents together, 50 series each
 * @param length how long agents push
 * @param steps in the order of their times
 * @param verdicts what each machine must say of the other one, by its name; a machine
 * that is not named must say nothing
 * @param undecided whether machines may say anything, as when faults are drawn by lot
 */
record Scenario(String name, String title, int pushesPerSecond, Duration length, List<Step> steps,
		Map<String, List<String>> verdicts, boolean undecided) {

	Scenario {
		steps = List.copyOf(steps);
		verdicts = Map.copyOf(verdicts);
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

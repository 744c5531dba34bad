package io.tandem.acceptance.chaos;

import java.util.List;
import java.util.Map;

/**
 * What became of a scenario, in figures. Immutable.
 *
 * @param scenario its name
 * @param faults in the scenario's words, with their times
 * @param acknowledged pushes that were answered 2xx
 * @param samples in those pushes
 * @param failed pushes that were not; each may be stored or not
 * @param slowestMillis the slowest acknowledged push
 * @param storedSamples of acknowledged pushes that are in the metric store; more if
 * pushes that failed are stored too
 * @param lost acknowledged pushes that are not in the metric store
 * @param gone more of these, whose only copy went with the disk of its machine
 * @param duplicated numbers that are there more than once
 * @param disordered places where an agent's numbers do not rise with time
 * @param storedAfterSeconds from the last push until all acknowledged was stored; -1 if
 * that did not come
 * @param equalAfterSeconds from the end of the last fault until both machines' health was
 * equal
 * @param reportsP99Millis within how long 99 of 100 reports of health showed on the other
 * machine, of those that were sent after the end of the last fault
 * @param toldAfterSeconds by machine, from the beginning of the first fault until it said
 * what was expected of it; -1 if it did not
 * @param wrongVerdicts what was said and not expected
 * @param pages calls to people
 * @param problems why it is not passed; empty if it is
 */
record Outcome(String scenario, String title, List<String> faults, long acknowledged, long samples, long failed,
		long slowestMillis, long storedSamples, long lost, long gone, long duplicated, long disordered,
		double storedAfterSeconds, double equalAfterSeconds, double reportsP99Millis,
		Map<String, Double> toldAfterSeconds, List<String> wrongVerdicts, List<String> pages, List<String> problems) {

	/** Of a scenario that broke off, or cannot be played on this machine. */
	static Outcome notPlayed(Scenario scenario, Exception because) {
		String why = String.valueOf(because.getMessage()).strip();
		// of a command that failed, what it said is the reason
		String last = why.substring(why.lastIndexOf('\n') + 1);
		return new Outcome(scenario.name(), scenario.title(), scenario.words(), 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0,
				Map.of(), List.of(), List.of(), List.of("not played to its end: " + last));
	}

	/** Says whether it was judged, that is played to its end. */
	boolean isPlayed() {
		return this.acknowledged > 0 || this.failed > 0;
	}

	boolean isPassed() {
		return this.problems.isEmpty();
	}

}

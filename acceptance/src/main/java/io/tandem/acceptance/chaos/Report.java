package io.tandem.acceptance.chaos;

import java.util.Locale;

/** Says in words what became of a scenario. Holds no state. */
final class Report {

	private Report() {
	}

	static String lines(Outcome outcome) {
		StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT,
				"  %s: %,d pushes with %,d samples acknowledged, %d failed, slowest %d ms; lost %d, gone with its disk %d, twice %d, disordered %d%n",
				outcome.isPassed() ? "passed" : "NOT PASSED", outcome.acknowledged(), outcome.samples(),
				outcome.failed(), outcome.slowestMillis(), outcome.lost(), outcome.gone(), outcome.duplicated(),
				outcome.disordered()));
		text.append(String.format(Locale.ROOT,
				"  all stored %.1f s after the last push, health equal %.1f s after the last fault, reports seen within %.0f ms (p99); told after %s; pages: %s%n",
				outcome.storedAfterSeconds(), outcome.equalAfterSeconds(), outcome.reportsP99Millis(),
				outcome.toldAfterSeconds(), outcome.pages().isEmpty() ? "none" : String.join("; ", outcome.pages())));
		outcome.problems().forEach((problem) -> text.append("  ! ").append(problem).append('\n'));
		return text.toString();
	}

}

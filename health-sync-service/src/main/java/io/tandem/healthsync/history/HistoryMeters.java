package io.tandem.healthsync.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of the history. Thread-safe. */
final class HistoryMeters {

	private final MeterRegistry registry;

	HistoryMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** Counts what became of a batch that is stored. */
	void stored(HistoryStep step) {
		reports(step.machine(), "kept").increment(step.kept().size());
		reports(step.machine(), "thinned").increment(step.thinned());
		reports(step.machine(), "duplicate").increment(step.duplicates());
		reports(step.machine(), "passed").increment(step.passed());
	}

	private Counter reports(String machine, String outcome) {
		return Counter.builder("tandem.health.history.reports")
			.description("Messages read into the history: kept, told no change, seen before, or no report to keep")
			.tag("origin", machine)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	/** Counts a batch that could not be stored and is tried again. */
	void failed() {
		counter("failures", "Tries to store a batch that failed").increment();
	}

	void pruned(int rows) {
		counter("pruned", "Rows deleted because of their age").increment(rows);
	}

	/** Counts a database that was put aside. */
	void damaged() {
		counter("damaged", "Databases put aside because they could not be read").increment();
	}

	private Counter counter(String name, String description) {
		return Counter.builder("tandem.health.history." + name).description(description).register(this.registry);
	}

}

package io.tandem.healthsync.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The meters of the comparison. Thread-safe. */
final class ReconciliationMeters {

	private static final String ORIGIN = "origin";

	private final MeterRegistry registry;

	ReconciliationMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** Shows how an origin compares from now on. */
	void watch(String origin, Supplier<OriginComparison> last) {
		minutes(origin, "missing", last, OriginComparison::missing);
		minutes(origin, "more", last, OriginComparison::more);
	}

	private void minutes(String origin, String state, Supplier<OriginComparison> last,
			ToIntFunction<OriginComparison> count) {
		Gauge.builder("tandem.health.reconciliation.differing", () -> count.applyAsInt(last.get()))
			.description("Minutes of an origin in which its history has more than is here, or less")
			.baseUnit("minutes")
			.tag(ORIGIN, origin)
			.tag("state", state)
			.register(this.registry);
	}

	/**
	 * Counts a comparison.
	 * @param outcome {@code done}, or {@code failed}
	 */
	void compared(String origin, String outcome) {
		Counter.builder("tandem.health.reconciliation.comparisons")
			.description("Comparisons of this machine's history of an origin with the origin's own")
			.tag(ORIGIN, origin)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	/** Counts reports that were missing here and were fetched. */
	void repaired(String origin, int reports) {
		Counter.builder("tandem.health.reconciliation.repaired")
			.description("Reports that were missing in this machine's history and were fetched from their origin's")
			.baseUnit("reports")
			.tag(ORIGIN, origin)
			.register(this.registry)
			.increment(reports);
	}

}

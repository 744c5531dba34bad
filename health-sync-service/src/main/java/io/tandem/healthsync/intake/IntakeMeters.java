package io.tandem.healthsync.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what the intake takes and refuses. Thread-safe. */
@Component
class IntakeMeters {

	private final MeterRegistry registry;

	IntakeMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * @param outcome {@code stored}, {@code relayed}, {@code refused} or {@code invalid}
	 */
	void count(String outcome) {
		Counter.builder("tandem.health.intake")
			.description("Reports taken by HTTP; invalid requests count once")
			.baseUnit("reports")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

}

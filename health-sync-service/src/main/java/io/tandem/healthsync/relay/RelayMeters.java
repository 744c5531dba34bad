package io.tandem.healthsync.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** The meters of relayed reports. Thread-safe. */
final class RelayMeters {

	private final Counter[] outcomes;

	private final MeterRegistry registry;

	RelayMeters(MeterRegistry registry) {
		this.registry = registry;
		this.outcomes = Arrays.stream(RelayOutcome.values()).map(this::counter).toArray(Counter[]::new);
	}

	private Counter counter(RelayOutcome outcome) {
		return Counter.builder("tandem.health.relayed")
			.description("Reports that go by another machine because their own one's broker is down")
			.baseUnit("reports")
			.tag("outcome", outcome.tag())
			.register(this.registry);
	}

	void count(RelayOutcome outcome) {
		this.outcomes[outcome.ordinal()].increment();
	}

	void show(RelayedReports reports) {
		Gauge.builder("tandem.health.relayed.shown", reports, RelayedReports::size)
			.description("Agents shown by a report that another machine keeps")
			.baseUnit("agents")
			.register(this.registry);
	}

	void show(Semaphore free, int most) {
		Gauge.builder("tandem.health.relays.under.way", free, (of) -> most - of.availablePermits())
			.description("Reports on their way to other machines")
			.baseUnit("reports")
			.register(this.registry);
	}

}

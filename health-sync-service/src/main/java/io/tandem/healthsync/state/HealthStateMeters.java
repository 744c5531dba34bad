package io.tandem.healthsync.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.tandem.wire.health.HealthStatus;
import java.time.Duration;

/** The meters of what is read from the health streams. Thread-safe. */
final class HealthStateMeters {

	/** Whose stream; the common tag {@code machine} says who measures. */
	private static final String ORIGIN = "origin";

	private final MeterRegistry registry;

	HealthStateMeters(MeterRegistry registry, FleetHealth fleet) {
		this.registry = registry;
		fleet.machines().forEach((machine, health) -> {
			for (HealthStatus status : HealthStatus.values()) {
				Gauge.builder("tandem.health.agents", health, (of) -> of.counts().getOrDefault(status, 0))
					.description("Agents by what they last reported")
					.baseUnit("agents")
					.tag(ORIGIN, machine)
					.tag("status", status.name())
					.register(registry);
			}
			for (ReportOutcome outcome : ReportOutcome.values()) {
				reports(machine, outcome);
			}
			propagation(machine);
		});
	}

	void count(String machine, ReportOutcome outcome) {
		reports(machine, outcome).increment();
	}

	void propagated(String machine, Duration storedToSeen) {
		propagation(machine).record(storedToSeen.isNegative() ? Duration.ZERO : storedToSeen);
	}

	private Counter reports(String machine, ReportOutcome outcome) {
		return Counter.builder("tandem.health.reports")
			.description("Messages read from the machine's health stream, replayed ones included")
			.baseUnit("reports")
			.tag(ORIGIN, machine)
			.tag("outcome", outcome.tag())
			.register(this.registry);
	}

	private Timer propagation(String machine) {
		return Timer.builder("tandem.health.propagation")
			.description("From the origin's store until read here, live reports only")
			.publishPercentiles(0.5, 0.99)
			.tag(ORIGIN, machine)
			.register(this.registry);
	}

}

package io.tandem.healthsync.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The meters of what is read from the health streams. Thread-safe. */
final class HealthStateMeters {

	/** Whose stream; the common tag {@code machine} says who measures. */
	private static final String ORIGIN = "origin";

	private final MeterRegistry registry;

	/** By machine, then by outcome: a look in the registry is dear for each message. */
	private final ConcurrentMap<String, Counter[]> reports = new ConcurrentHashMap<>();

	HealthStateMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** Shows what is known from now on. */
	void show(FleetHealth fleet) {
		fleet.machines().forEach((machine, health) -> {
			this.reports.computeIfAbsent(machine, this::reports);
			propagation(machine);
			Gauge.builder("tandem.health.clock.skew", health, (of) -> of.largestClockSkew().toMillis() / 1000.0)
				.description("How far the stream's clock is ahead of the agent's whose clock differs most")
				.baseUnit("seconds")
				.tag(ORIGIN, machine)
				.register(this.registry);
			FunctionCounter.builder("tandem.health.state.forgotten", health, MachineHealth::forgotten)
				.description("Lives of agents, and holes in their numbers, forgotten because there were too many")
				.tag(ORIGIN, machine)
				.register(this.registry);
		});
	}

	void count(String machine, ReportOutcome outcome) {
		this.reports.computeIfAbsent(machine, this::reports)[outcome.ordinal()].increment();
	}

	void propagated(String machine, Duration storedToSeen) {
		propagation(machine).record(storedToSeen.isNegative() ? Duration.ZERO : storedToSeen);
	}

	/** Counts a listener that threw. */
	void listenerFailed() {
		Counter.builder("tandem.health.listener.failures")
			.description("What a part of this service was told of the health streams and failed on")
			.register(this.registry)
			.increment();
	}

	/** Counts what the start of a machine's stream was. */
	void opened(String machine, String start) {
		Counter.builder("tandem.health.streams.opened")
			.description("Starts of reading a machine's stream: after the snapshot's position, or all of it")
			.tag(ORIGIN, machine)
			.tag("start", start)
			.register(this.registry)
			.increment();
	}

	/** Counts a look for a snapshot at the start. */
	void snapshotRead(String outcome) {
		snapshots("read", outcome).increment();
	}

	/** Counts a snapshot that was, or could not be, written. */
	void snapshotWritten(boolean isWritten) {
		snapshots("write", isWritten ? "done" : "failed").increment();
	}

	private Counter snapshots(String operation, String outcome) {
		return Counter.builder("tandem.health.snapshots")
			.description("Snapshots of what is known of all agents")
			.tag("operation", operation)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private Counter[] reports(String machine) {
		return Arrays.stream(ReportOutcome.values())
			.map((outcome) -> reports(machine, outcome))
			.toArray(Counter[]::new);
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

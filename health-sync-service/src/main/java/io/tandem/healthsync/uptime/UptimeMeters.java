package io.tandem.healthsync.uptime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was seen. Thread-safe. */
final class UptimeMeters {

	private final String machine;

	private final MeterRegistry registry;

	private final Counter skipped;

	UptimeMeters(String machine, MeterRegistry registry, Journal journal) {
		this.machine = machine;
		this.registry = registry;
		this.skipped = Counter.builder("tandem.uptime.skipped")
			.description("Looks that were not made because too many were under way")
			.register(registry);
		FunctionCounter.builder("tandem.uptime.dropped", journal, Journal::dropped)
			.description("Runs given up because the database took none for too long")
			.register(registry);
	}

	/**
	 * A machine is counted from the start, as what appears with its first outage shows no
	 * rise.
	 */
	void expect(String target) {
		counter(target, true);
		counter(target, false);
	}

	void seen(String target, boolean isUp) {
		counter(target, isUp).increment();
	}

	void skipped() {
		this.skipped.increment();
	}

	private Counter counter(String target, boolean isUp) {
		return Counter.builder("tandem.uptime.seconds")
			.description("Seconds in which samples could be written to the machine and read again, and others")
			.tag("target", target)
			// from its own machine no link is in between
			.tag("seen", target.equals(this.machine) ? "here" : "from-afar")
			.tag("outcome", isUp ? "up" : "down")
			.register(this.registry);
	}

}

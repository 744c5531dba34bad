package io.tandem.centralhub.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.centralhub.ledger.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts what the sink does. Thread-safe. */
final class SinkMeters {

	private static final String OTHER = "other";

	private static final Duration[] DELIVERY_BUCKETS = { Duration.ofMillis(100), Duration.ofMillis(250),
			Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5),
			Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5),
			Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(24) };

	private final MeterRegistry registry;

	private final List<String> machines;

	private final Counter bytes;

	private final Counter retries;

	private final Counter searches;

	private final Counter deadLetters;

	private final Counter invalidRanges;

	private final Counter probes;

	/**
	 * @param machines may be an origin tag; others are counted as one
	 */
	SinkMeters(MeterRegistry registry, List<String> machines) {
		this.registry = registry;
		this.machines = List.copyOf(machines);
		this.bytes = counter("tandem.sink.bytes", "bytes", "Compressed bytes stored");
		this.retries = counter("tandem.sink.retries", "requests", "Requests that had to be sent again");
		this.searches = counter("tandem.sink.searches", "requests",
				"Requests that only served to find what the store refuses of a refused one");
		this.deadLetters = counter("tandem.sink.deadletters", "messages", "Messages of which something was refused");
		this.invalidRanges = counter("tandem.sink.ranges.invalid", "messages",
				"Messages whose record range makes no sense; they are counted as unnumbered");
		this.probes = counter("tandem.sink.probes", "messages", "Probes of hubs, which hold nothing to store");
	}

	private Counter counter(String name, String unit, String description) {
		return Counter.builder(name).baseUnit(unit).description(description).register(this.registry);
	}

	void request(SinkOutcome outcome, int length) {
		String tag = switch (outcome) {
			case SinkOutcome.Stored _ -> "stored";
			case SinkOutcome.Refused _ -> "refused";
			case SinkOutcome.Unavailable _ -> "unavailable";
		};
		Counter.builder("tandem.sink.requests")
			.baseUnit("requests")
			.description("Requests to the metric store")
			.tag("outcome", tag)
			.register(this.registry)
			.increment();
		if (outcome instanceof SinkOutcome.Stored) {
			this.bytes.increment(length);
		}
		if (outcome instanceof SinkOutcome.Unavailable) {
			this.retries.increment();
		}
	}

	void searched() {
		this.searches.increment();
	}

	void deadLetter() {
		this.deadLetters.increment();
	}

	void invalidRange() {
		this.invalidRanges.increment();
	}

	void probe() {
		this.probes.increment();
	}

	void skipped(Standing reason) {
		Counter.builder("tandem.sink.skipped")
			.baseUnit("messages")
			.description("Messages that were not written because the ledger has them")
			.tag("reason", reason.name().toLowerCase(Locale.ROOT))
			.register(this.registry)
			.increment();
	}

	/** Notes how long a record took from its first receiver to the store. */
	void delivered(String origin, Duration took) {
		Timer.builder("tandem.delivery")
			.description("From the first receiver's acceptance to the metric store, by two machines' clocks")
			.tag("origin", this.machines.contains(origin) ? origin : OTHER)
			.serviceLevelObjectives(DELIVERY_BUCKETS)
			.register(this.registry)
			.record(took.isNegative() ? Duration.ZERO : took);
	}

}

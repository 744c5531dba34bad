package io.tandem.failover.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what becomes of decisions and of what is told of them. Thread-safe. */
final class HistoryMeters {

	private final MeterRegistry registry;

	private final Timer store;

	private final Counter inTime;

	private final Counter late;

	private final Counter lost;

	private final Counter unread;

	HistoryMeters(MeterRegistry registry) {
		this.registry = registry;
		this.store = Timer.builder("tandem.failover.decision.store")
			.description("From a decision to its being durable")
			.publishPercentiles(0.5, 0.99)
			.register(registry);
		this.inTime = decisions("in-time");
		this.late = decisions("late");
		this.lost = decisions("lost");
		this.unread = Counter.builder("tandem.failover.events.dropped")
			.description("Decisions deleted by age or number before the stream had them")
			.register(registry);
	}

	private Counter decisions(String stored) {
		return Counter.builder("tandem.failover.decisions")
			.description("Decisions by whether the disk took them")
			.tag("stored", stored)
			.register(this.registry);
	}

	void watch(Decisions decisions, Incidents incidents) {
		Gauge.builder("tandem.failover.decisions.waiting", decisions, Decisions::waiting)
			.description("Decisions held in memory because the disk does not take them")
			.register(this.registry);
		Gauge.builder("tandem.failover.incident.open", incidents, (all) -> (all.open() != null) ? 1 : 0)
			.description("1 while records do not go to the local hub and no human wants that")
			.register(this.registry);
		Gauge.builder("tandem.failover.incidents.dropped", incidents, Incidents::dropped)
			.description("Incidents forgotten before all of them was announced")
			.register(this.registry);
	}

	void stored(long nanos, boolean isInTime) {
		this.store.record(nanos, TimeUnit.NANOSECONDS);
		(isInTime ? this.inTime : this.late).increment();
	}

	void lost(int decisions) {
		this.lost.increment(decisions);
	}

	void unpublished(int decisions) {
		this.unread.increment(decisions);
	}

	/**
	 * Counts a try to tell the stream.
	 * @param kind {@code decision} or {@code alert}
	 */
	void event(String kind, boolean isTaken) {
		Counter.builder("tandem.failover.events")
			.description("Tries to tell the machine's event stream")
			.tag("kind", kind)
			.tag("outcome", isTaken ? "stored" : "failed")
			.register(this.registry)
			.increment();
	}

	/** Counts a try to tell an Alertmanager. */
	void alert(boolean isTaken) {
		Counter.builder("tandem.failover.alerts")
			.description("Alerts sent to Alertmanagers, repetitions included")
			.tag("outcome", isTaken ? "sent" : "failed")
			.register(this.registry)
			.increment();
	}

	/** Counts a database that was put aside. */
	void damaged() {
		Counter.builder("tandem.failover.history.damaged")
			.description("Databases put aside because they could not be read")
			.register(this.registry)
			.increment();
	}

}

package io.tandem.healthsync.desk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.service.Listeners;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands each change to everyone who listens, and counts those who are too slow.
 * Thread-safe.
 */
final class Changes {

	private static final int MOST = 32;

	private static final int QUEUE = 1_000;

	private final Listeners<Change> listeners;

	private final AtomicLong count = new AtomicLong();

	Changes(MeterRegistry registry) {
		Counter dropped = Counter.builder("tandem.health.stream.dropped")
			.description("Listeners to the health stream that were too slow and let go")
			.register(registry);
		this.listeners = new Listeners<>(MOST, QUEUE, dropped::increment);
	}

	/** Tells that an agent is otherwise than before. */
	void agent(ReceivedReport report) {
		tell("agent",
				new AgentChange(report.report().agent(), report.report().machine(), report.report().status(),
						report.report().epoch(), report.report().sequence(), report.position().storedAt(),
						report.report().message()));
	}

	/** Tells that an incident is otherwise than before. */
	void incident(Incident incident) {
		tell("incident", IncidentView.of(incident));
	}

	private void tell(String name, Object data) {
		this.listeners.tell(new Change(name, this.count.incrementAndGet(), data));
	}

	/** Returns those who listen. */
	Listeners<Change> listeners() {
		return this.listeners;
	}

	/**
	 * A change.
	 *
	 * @param name {@code agent} or {@code incident}
	 * @param number counts up from 1 at each start; changes that come at one time may
	 * come out of order
	 */
	record Change(String name, long number, Object data) {
	}

	/**
	 * An agent that reports another status than before.
	 *
	 * @param at when its machine's stream stored that
	 */
	record AgentChange(String agent, String machine, HealthStatus status, @Nullable String epoch, long sequence,
			Instant at, @Nullable String message) {
	}

}

package io.tandem.healthsync.desk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands each change to everyone who listens. A listener that is so slow that its queue is
 * full is let go and counted: it may come again and begins with the state of then.
 * Thread-safe.
 */
final class Changes {

	/** The most that may listen at once. */
	static final int MOST = 32;

	private static final int QUEUE = 1_000;

	private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

	private final AtomicLong count = new AtomicLong();

	private final Counter dropped;

	Changes(MeterRegistry registry) {
		this.dropped = Counter.builder("tandem.health.stream.dropped")
			.description("Listeners to the health stream that were too slow and let go")
			.register(registry);
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

	/** Returns how many changes there were. */
	long count() {
		return this.count.get();
	}

	private void tell(String name, Object data) {
		Change change = new Change(name, this.count.incrementAndGet(), data);
		for (Subscription each : this.subscriptions) {
			if (!each.queue.offer(change) && this.subscriptions.remove(each)) {
				each.isDropped = true;
				this.dropped.increment();
			}
		}
	}

	/** Begins to listen; empty if there are too many listeners. */
	synchronized Optional<Subscription> subscribe() {
		if (this.subscriptions.size() >= MOST) {
			return Optional.empty();
		}
		Subscription subscription = new Subscription();
		this.subscriptions.add(subscription);
		return Optional.of(subscription);
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

	/** One who listens. */
	final class Subscription implements AutoCloseable {

		private final BlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE);

		private volatile boolean isDropped;

		/** Waits for the next; null if there is none in that time. */
		@Nullable Change next(long millis) throws InterruptedException {
			return this.queue.poll(millis, TimeUnit.MILLISECONDS);
		}

		/** Tells whether it was too slow and gets nothing more. */
		boolean isDropped() {
			return this.isDropped;
		}

		@Override
		public void close() {
			Changes.this.subscriptions.remove(this);
		}

	}

}

package io.tandem.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that requests hold together. Whoever would go over the bound is
 * refused at once and told to come back; nobody waits. Thread-safe.
 */
final class InFlightBytes {

	private final long max;

	private final AtomicLong held = new AtomicLong();

	InFlightBytes(long maxBytes, MeterRegistry registry) {
		this.max = maxBytes;
		Gauge.builder("tandem.ingest.in.flight", this.held, AtomicLong::get)
			.description("Bodies in memory, with what was unpacked from them")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("tandem.ingest.in.flight.limit", () -> maxBytes).baseUnit("bytes").register(registry);
	}

	/** Opens one request's share, empty at first. */
	Share open() {
		return new Share();
	}

	long held() {
		return this.held.get();
	}

	/** What one request holds. Confined to the request's thread. */
	final class Share implements AutoCloseable {

		private long bytes;

		/**
		 * Adds to what the request holds.
		 * @throws RefusedException if that would go over the bound
		 */
		void add(long more) {
			long now = InFlightBytes.this.held.addAndGet(more);
			this.bytes += more;
			if (now > InFlightBytes.this.max) {
				throw new RefusedException(Refusal.INGEST_BUSY,
						"too many pushes are under way at once, send this one again: in-flight-bytes=" + (now - more)
								+ " needed-bytes=" + more + " max-in-flight-bytes=" + InFlightBytes.this.max);
			}
		}

		/** Gives back a part that is no longer held. */
		void subtract(long less) {
			InFlightBytes.this.held.addAndGet(-less);
			this.bytes -= less;
		}

		@Override
		public void close() {
			InFlightBytes.this.held.addAndGet(-this.bytes);
			this.bytes = 0;
		}

	}

}

package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what a lane does. Thread-safe. */
final class DeliveryMeters {

	private final MeterRegistry registry;

	private final String lane;

	private final Counter records;

	private final Counter bytes;

	private final Counter refused;

	private final DistributionSummary batch;

	private final Timer answer;

	DeliveryMeters(MeterRegistry registry, String lane) {
		this.registry = registry;
		this.lane = lane;
		this.records = Counter.builder("tandem.delivery.records")
			.description("Records that the receiver has taken")
			.tag("lane", lane)
			.register(registry);
		this.bytes = Counter.builder("tandem.delivery.sent")
			.description("Bodies that the receiver has taken")
			.baseUnit("bytes")
			.tag("lane", lane)
			.register(registry);
		this.refused = Counter.builder("tandem.delivery.refused")
			.description("Records that the receiver will never take; each is a recorded gap")
			.tag("lane", lane)
			.register(registry);
		this.batch = DistributionSummary.builder("tandem.delivery.batch")
			.description("Records in a delivered batch")
			.baseUnit("records")
			.tag("lane", lane)
			.register(registry);
		this.answer = Timer.builder("tandem.delivery.answer")
			.description("From sending a batch to its answer, whatever it was")
			.tag("lane", lane)
			.register(registry);
	}

	void answered(long nanos) {
		this.answer.record(nanos, TimeUnit.NANOSECONDS);
	}

	void accepted(Batch batch) {
		this.records.increment(batch.records().size());
		this.bytes.increment(batch.body().length);
		this.batch.record(batch.records().size());
	}

	void retried(String reason) {
		Counter.builder("tandem.delivery.retries")
			.description("Tries after which the same batch is sent again")
			.tag("lane", this.lane)
			.tag("reason", reason)
			.register(this.registry)
			.increment();
	}

	void refused() {
		this.refused.increment();
	}

}

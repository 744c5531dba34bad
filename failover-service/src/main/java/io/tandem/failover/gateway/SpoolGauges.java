package io.tandem.failover.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.failover.spool.Spool;
import java.io.IOException;
import java.time.InstantSource;

/** Shows how full the spool is and how much waits in it. */
final class SpoolGauges implements MeterBinder {

	private final Spool spool;

	private final InstantSource clock;

	SpoolGauges(Spool spool, InstantSource clock) {
		this.spool = spool;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("tandem.spool.size", this.spool, (spool) -> spool.status().bytes())
			.description("All that the spool keeps, delivered or not")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("tandem.spool.backlog", this.spool, (spool) -> spool.status().backlogRecords())
			.description("Records that wait for delivery")
			.baseUnit("records")
			.register(registry);
		Gauge.builder("tandem.spool.backlog.size", this.spool, (spool) -> spool.status().backlogBytes())
			.description("Bytes of records that wait for delivery")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("tandem.spool.backlog.age", this, SpoolGauges::ageSeconds)
			.description("How long the oldest undelivered record has waited")
			.baseUnit("seconds")
			.register(registry);
		Gauge.builder("tandem.spool.sequence.durable", this.spool, Spool::durable)
			.description("The highest sequence that is on the disk")
			.register(registry);
		Gauge.builder("tandem.spool.sequence.delivered", this.spool, Spool::delivered)
			.description("The sequence up to which all is delivered")
			.register(registry);
	}

	private double ageSeconds() {
		try {
			Long acceptedAt = this.spool.oldestUndeliveredAtMillis();
			return (acceptedAt != null) ? Math.max(0, this.clock.millis() - acceptedAt) / 1000.0 : 0;
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

}

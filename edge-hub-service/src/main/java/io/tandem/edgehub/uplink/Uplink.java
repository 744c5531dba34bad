package io.tandem.edgehub.uplink;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.edgehub.uplink.MirrorInspection.Mirror;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest report on the link and shows it as gauges, which are NaN while nothing
 * is known. Thread-safe.
 */
class Uplink implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Uplink.class);

	private final MirrorInspection inspection;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tandem-uplink").factory());

	private volatile UplinkReport report;

	Uplink(MirrorInspection inspection, Machine self, Duration interval, InstantSource clock, MeterRegistry meters) {
		this.inspection = inspection;
		this.report = new UplinkReport(self.name(), false, clock.instant(),
				inspection.mirrors().stream().map((mirror) -> mirror.unknown("not looked at yet")).toList());
		inspection.mirrors().forEach((mirror) -> measure(mirror, meters));
		this.timer.scheduleWithFixedDelay(this::refresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Returns the newest report. */
	UplinkReport report() {
		return this.report;
	}

	private void refresh() {
		try {
			this.report = this.inspection.inspect();
		}
		catch (RuntimeException ex) {
			logger.atError().setCause(ex).log("the link could not be looked at, trying again");
		}
	}

	private void measure(Mirror mirror, MeterRegistry meters) {
		Gauge.builder("tandem.uplink.mirror.lag", this, (uplink) -> uplink.value(mirror, MirrorState::lag))
			.description("messages the origin has and this machine's mirror not")
			.baseUnit("messages")
			.tag("origin", mirror.origin())
			.tag("stream", mirror.stream())
			.register(meters);
		Gauge
			.builder("tandem.uplink.mirror.active", this,
					(uplink) -> uplink.value(mirror,
							(state) -> (state.active() != null) ? state.active().toMillis() / 1000.0 : null))
			.description("time since this machine's mirror last heard of its origin")
			.baseUnit("seconds")
			.tag("origin", mirror.origin())
			.tag("stream", mirror.stream())
			.register(meters);
	}

	private double value(Mirror mirror, Function<MirrorState, @Nullable Number> reading) {
		for (MirrorState state : this.report.mirrors()) {
			Number value = state.stream().equals(mirror.stream()) ? reading.apply(state) : null;
			if (value != null) {
				return value.doubleValue();
			}
		}
		return Double.NaN;
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}

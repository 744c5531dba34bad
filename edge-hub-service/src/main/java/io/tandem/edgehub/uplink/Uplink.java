package io.tandem.edgehub.uplink;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

	Uplink(MirrorInspection inspection, Machine self, List<Machine> peers, Duration interval, InstantSource clock,
			MeterRegistry meters) {
		this.inspection = inspection;
		this.report = new UplinkReport(self.name(), false, clock.instant(),
				peers.stream()
					.map((peer) -> MirrorState.unknown(peer.metricsStream(), peer.name(), "not looked at yet"))
					.toList());
		peers.forEach((peer) -> measure(peer, meters));
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

	private void measure(Machine peer, MeterRegistry meters) {
		Gauge.builder("tandem.uplink.mirror.lag", this, (uplink) -> uplink.value(peer, MirrorState::lag))
			.description("messages the origin has and this machine's mirror not")
			.baseUnit("messages")
			.tag("origin", peer.name())
			.register(meters);
		Gauge
			.builder("tandem.uplink.mirror.active", this,
					(uplink) -> uplink.value(peer,
							(state) -> (state.active() != null) ? state.active().toMillis() / 1000.0 : null))
			.description("time since this machine's mirror last heard of its origin")
			.baseUnit("seconds")
			.tag("origin", peer.name())
			.register(meters);
	}

	private double value(Machine peer, Function<MirrorState, @Nullable Number> reading) {
		for (MirrorState state : this.report.mirrors()) {
			Number value = state.origin().equals(peer.name()) ? reading.apply(state) : null;
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

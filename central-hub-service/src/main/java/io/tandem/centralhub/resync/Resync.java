package io.tandem.centralhub.resync;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.centralhub.resync.OriginResync.Report;
import io.tandem.centralhub.resync.OriginResync.Standing;
import io.tandem.database.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.SmartLifecycle;

/** Runs the comparison with every origin, and shows how each stands. Thread-safe. */
final class Resync implements SmartLifecycle, MeterBinder {

	private final Map<String, OriginResync> origins;

	private final List<ResyncWorker> workers;

	Resync(Map<String, OriginResync> origins, Duration interval) {
		this.origins = new TreeMap<>(origins);
		this.workers = this.origins.entrySet()
			.stream()
			.map((each) -> new ResyncWorker(each.getKey(), each.getValue(), interval))
			.toList();
	}

	/** Returns how each origin stands. */
	List<Report> reports() {
		return this.origins.values().stream().map(OriginResync::report).toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.origins.forEach((name, origin) -> {
			for (Standing standing : Standing.values()) {
				Gauge.builder("tandem.resync.standing", origin, (it) -> (it.report().standing() == standing) ? 1 : 0)
					.description("1 for how an origin and the ledger compare")
					.tag("origin", name)
					.tag("standing", ReconciliationController.word(standing))
					.register(registry);
			}
			FunctionCounter.builder("tandem.resync.requested", origin, (it) -> it.report().requested())
				.description("Records asked for again because they were missing")
				.baseUnit("records")
				.tag("origin", name)
				.register(registry);
			FunctionCounter.builder("tandem.resync.repaired", origin, (it) -> it.report().repaired())
				.description("Records that came after they were asked for again")
				.baseUnit("records")
				.tag("origin", name)
				.register(registry);
		});
	}

	@Override
	public void start() {
		this.workers.forEach(Worker::start);
	}

	@Override
	public void stop() {
		this.workers.forEach(Worker::stop);
	}

	@Override
	public boolean isRunning() {
		return this.workers.stream().anyMatch(Worker::isRunning);
	}

}

package io.tandem.centralhub.sink;

import io.tandem.centralhub.sink.Outage.Failing;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while the store takes every stream, and for a short outage too: what waits is safe
 * in the streams. Down after that; readiness does not depend on it. Thread-safe.
 */
final class SinkHealth implements HealthIndicator {

	private final Map<String, Outage> sinks;

	private final Outage deadLetters;

	private final SinkWorkers workers;

	private final URI url;

	private final Duration patience;

	private final InstantSource clock;

	/**
	 * @param sinks by the stream that is written; read again each time
	 */
	SinkHealth(Map<String, Outage> sinks, Outage deadLetters, SinkWorkers workers, SinkProperties properties,
			InstantSource clock) {
		this.sinks = sinks;
		this.deadLetters = deadLetters;
		this.workers = workers;
		this.url = properties.url();
		this.patience = properties.patience();
		this.clock = clock;
	}

	@Override
	public Health health() {
		Map<String, String> outages = new TreeMap<>();
		boolean isLong = false;
		for (Map.Entry<String, Outage> sink : this.sinks.entrySet()) {
			Failing store = sink.getValue().failing();
			if (store != null) {
				outages.put(sink.getKey(), text(store));
				isLong |= isLong(store);
			}
		}
		Failing letters = this.deadLetters.failing();
		Health.Builder health = (isLong || (letters != null && isLong(letters))) ? Health.down() : Health.up();
		health.withDetail("url", this.url.toString())
			.withDetail("reachable", outages.isEmpty())
			.withDetail("lag", this.workers.lags());
		if (!outages.isEmpty()) {
			health.withDetail("outages", outages);
		}
		if (letters != null) {
			health.withDetail("deadLettersHeld", text(letters));
		}
		return health.build();
	}

	private boolean isLong(Failing failing) {
		return this.clock.instant().isAfter(failing.since().plus(this.patience));
	}

	private static String text(Failing failing) {
		return failing.cause() + " since " + failing.since() + ", " + failing.failures() + " tries: "
				+ failing.detail();
	}

}

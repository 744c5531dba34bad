package io.tandem.centralhub.sink;

import io.tandem.centralhub.sink.Outage.Failing;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while the store answers, and for a short outage too: what waits is safe in the
 * streams. Down after that; readiness does not depend on it. Thread-safe.
 */
final class SinkHealth implements HealthIndicator {

	private final Outage sink;

	private final Outage deadLetters;

	private final SinkWorkers workers;

	private final URI url;

	private final Duration patience;

	private final InstantSource clock;

	SinkHealth(Outage sink, Outage deadLetters, SinkWorkers workers, SinkProperties properties, InstantSource clock) {
		this.sink = sink;
		this.deadLetters = deadLetters;
		this.workers = workers;
		this.url = properties.url();
		this.patience = properties.patience();
		this.clock = clock;
	}

	@Override
	public Health health() {
		Failing store = this.sink.failing();
		Failing letters = this.deadLetters.failing();
		Health.Builder health = (isLong(store) || isLong(letters)) ? Health.down() : Health.up();
		health.withDetail("url", this.url.toString())
			.withDetail("reachable", store == null)
			.withDetail("lag", this.workers.lags());
		describe(health, "outage", store);
		describe(health, "deadLettersHeld", letters);
		return health.build();
	}

	private boolean isLong(@Nullable Failing failing) {
		return failing != null && this.clock.instant().isAfter(failing.since().plus(this.patience));
	}

	private static void describe(Health.Builder health, String name, @Nullable Failing failing) {
		if (failing != null) {
			health.withDetail(name, failing.cause() + " since " + failing.since() + ", " + failing.failures()
					+ " tries: " + failing.detail());
		}
	}

}

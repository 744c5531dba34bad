package io.tandem.failover.control;

import io.tandem.jetstream.NatsConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells where records go. Down only if nothing is decided at all: a hub, a peer or a
 * broker that is away is what this service is there for.
 */
final class ControlHealth implements HealthIndicator {

	private final LatestState latest;

	private final @Nullable NatsConnection nats;

	ControlHealth(LatestState latest, @Nullable NatsConnection nats) {
		this.latest = latest;
		this.nats = nats;
	}

	@Override
	public Health health() {
		Health.Builder health = this.latest.get()
			.map((state) -> Health.up().withDetail("route", state.route().tier().toString()))
			.orElseGet(Health::outOfService);
		return health.withDetail("natsConnected", this.nats != null && this.nats.isConnected()).build();
	}

}

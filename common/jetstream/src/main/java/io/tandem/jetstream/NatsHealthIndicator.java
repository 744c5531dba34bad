package io.tandem.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.AccountStatistics;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up only if JetStream itself answered within the last second or answers now within one.
 * The server's own health page says "ok" while a full disk has deadlocked it.
 * Thread-safe, guarded by its own lock; one round trip at a time.
 */
final class NatsHealthIndicator implements HealthIndicator {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final NatsConnection connection;

	private final String server;

	private final StreamProvisioner streams;

	private @Nullable Health last;

	private long lastAt;

	NatsHealthIndicator(NatsConnection connection, String server, StreamProvisioner streams) {
		this.connection = connection;
		this.server = server;
		this.streams = streams;
	}

	@Override
	public Health health() {
		this.lock.lock();
		try {
			Health known = this.last;
			if (known == null || System.nanoTime() - this.lastAt > LIMIT.toNanos()) {
				known = look();
				this.last = known;
				this.lastAt = System.nanoTime();
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Health look() {
		Health.Builder health = Health.unknown().withDetail("server", this.server);
		try {
			Connection live = this.connection.require();
			AccountStatistics account = live
				.jetStreamManagement(JetStreamOptions.builder().requestTimeout(LIMIT).build())
				.getAccountStatistics();
			health.up()
				.withDetail("domain", String.valueOf(account.getDomain()))
				.withDetail("storageBytes", account.getStorage());
		}
		catch (Exception ex) {
			health.down().withDetail("reason", Redaction.of(ex));
		}
		return health.withDetail("streamsProvisioned", this.streams.isComplete())
			.withDetail("streamsMissing", this.streams.missing())
			.build();
	}

}

package io.tandem.healthsync.desk;

import io.tandem.database.Worker;
import io.tandem.healthsync.desk.ClusterSummary.Cluster;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes the summary of all machines for whoever listens just now: when it changes,
 * and every few seconds. Nobody keeps it, so one that cannot be sent is not sent later.
 * Confined to its thread.
 */
final class ClusterPublisher extends Worker {

	static final String SUBJECT = "observability.health.cluster";

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private final NatsConnection connection;

	private final ClusterSummary summary;

	private final Duration interval;

	private @Nullable Cluster last;

	private long sentAt;

	ClusterPublisher(NatsConnection connection, ClusterSummary summary, Duration interval) {
		super("health-cluster", Duration.ofSeconds(2));
		this.connection = connection;
		this.summary = summary;
		this.interval = interval;
	}

	@Override
	protected Duration work() {
		Cluster next = this.summary.now();
		boolean isDue = System.nanoTime() - this.sentAt >= this.interval.toNanos();
		if (isDue || !next.isLike(this.last)) {
			try {
				this.connection.require().publish(SUBJECT, JsonMapper.shared().writeValueAsBytes(next));
				this.last = next;
				this.sentAt = System.nanoTime();
			}
			catch (NatsUnavailableException | IllegalStateException ex) {
				// whoever listens hears the next one
			}
		}
		return LOOK_EVERY;
	}

}

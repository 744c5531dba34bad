package io.tandem.failover.history;

import io.tandem.database.Worker;
import io.tandem.retry.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is too old every hour, a few hundred rows at a time so that no decision
 * waits behind it. Confined to its thread.
 */
final class Retention extends Worker {

	private static final Duration EVERY = Duration.ofHours(1);

	private static final Duration BREATH = Duration.ofMillis(200);

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private final HistoryStore store;

	private final HistoryProperties properties;

	private final HistoryMeters meters;

	private final InstantSource clock;

	private final Trouble trouble = new Trouble(logger, "Cannot delete old decisions",
			"Old decisions are deleted again", EVERY);

	Retention(HistoryStore store, HistoryProperties properties, HistoryMeters meters, InstantSource clock) {
		super("history-retention", Duration.ofSeconds(3));
		this.store = store;
		this.properties = properties;
		this.meters = meters;
		this.clock = clock;
	}

	@Override
	protected Duration work() {
		try {
			HistoryStore.Pruned pruned = this.store.prune(this.clock.instant().minus(this.properties.retainFor()),
					this.properties.retainRows());
			this.trouble.succeeded();
			if (pruned.unpublished() > 0) {
				this.meters.unpublished(pruned.unpublished());
				logger.atWarn()
					.addKeyValue("decisions", pruned.unpublished())
					.log("Decisions were deleted that the event stream never took");
			}
			return (pruned.rows() > 0) ? BREATH : EVERY;
		}
		catch (RuntimeException ex) {
			this.trouble.failed(Decisions.reason(ex), ex);
			return EVERY;
		}
	}

}

package io.tandem.healthsync.history;

import io.tandem.database.Worker;
import io.tandem.retry.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is too old every few minutes, some rows at a time so that no batch waits
 * behind it for long. Confined to its thread.
 */
final class HistoryPruning extends Worker {

	private static final Duration EVERY = Duration.ofMinutes(5);

	private static final Duration BREATH = Duration.ofMillis(100);

	private static final Logger logger = LoggerFactory.getLogger(HistoryPruning.class);

	private final HistoryStore store;

	private final Duration retainFor;

	private final HistoryMeters meters;

	private final InstantSource clock;

	private final Trouble trouble = new Trouble(logger, "Cannot delete old health reports",
			"Old health reports are deleted again", EVERY);

	HistoryPruning(HistoryStore store, Duration retainFor, HistoryMeters meters, InstantSource clock) {
		super("health-history-pruning", Duration.ofSeconds(3));
		this.store = store;
		this.retainFor = retainFor;
		this.meters = meters;
		this.clock = clock;
	}

	@Override
	protected Duration work() {
		try {
			int rows = this.store.prune(this.clock.instant().minus(this.retainFor));
			this.meters.pruned(rows);
			this.trouble.succeeded();
			return (rows > 0) ? BREATH : EVERY;
		}
		catch (RuntimeException ex) {
			this.trouble.failed(ex.getClass().getSimpleName(), ex);
			return EVERY;
		}
	}

}

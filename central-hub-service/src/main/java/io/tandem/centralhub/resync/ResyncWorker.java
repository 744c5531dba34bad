package io.tandem.centralhub.resync;

import io.tandem.database.Worker;
import java.time.Duration;

/** Compares an origin at an interval. */
final class ResyncWorker extends Worker {

	private final OriginResync resync;

	private final Duration interval;

	ResyncWorker(String origin, OriginResync resync, Duration interval) {
		super("resync-" + origin, Duration.ofSeconds(6));
		this.resync = resync;
		this.interval = interval;
	}

	@Override
	protected Duration work() {
		try {
			this.resync.turn();
		}
		catch (InterruptedException ex) {
			// nobody interrupts it: that would close the database
			throw new IllegalStateException(ex);
		}
		return this.interval;
	}

}

package io.tandem.centralhub.ledger;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old closed gaps now and then, until it is closed. */
class LedgerSweep implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LedgerSweep.class);

	private final Ledger ledger;

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tandem-ledger-sweep").factory());

	LedgerSweep(Ledger ledger, Duration interval) {
		this.ledger = ledger;
		this.thread.scheduleWithFixedDelay(this::sweep, interval.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void sweep() {
		try {
			this.ledger.sweep();
		}
		catch (RuntimeException ex) {
			logger.atWarn().setCause(ex).log("old gaps could not be deleted, the next sweep will try again");
		}
	}

	/** Lets a running sweep end: an interrupt would close the database. */
	@Override
	public void close() {
		this.thread.shutdown();
	}

}

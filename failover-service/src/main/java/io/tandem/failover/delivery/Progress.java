package io.tandem.failover.delivery;

import io.tandem.failover.spool.DeliveredRanges;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down now and then what is delivered, so that no lane waits for the disk.
 * Confined to the thread that runs it, but for {@link #stop}.
 */
final class Progress implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Progress.class);

	private final DeliveredRanges delivered;

	private final Duration every;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private int failures;

	Progress(DeliveredRanges delivered, Duration every) {
		this.delivered = delivered;
		this.every = every;
	}

	@Override
	public void run() {
		try {
			while (!this.stopped.await(this.every.toMillis(), TimeUnit.MILLISECONDS)) {
				persist();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Writes it down; failing only means that records are delivered again. */
	void persist() {
		try {
			this.delivered.persist();
			if (this.failures > 0) {
				logger.atInfo().addKeyValue("failures", this.failures).log("Writes down again what is delivered");
				this.failures = 0;
			}
		}
		catch (IOException ex) {
			if (this.failures++ == 0) {
				logger.atWarn().setCause(ex).log("Cannot write down what is delivered");
			}
		}
	}

	/** Asks the running thread to end. */
	void stop() {
		this.stopped.countDown();
	}

}

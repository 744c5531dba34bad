package io.tandem.failover.partition;

import io.tandem.failover.partition.Look.Outcome;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one thing over and over. A look that waits does not hold up the next, so that
 * what comes back is seen at once; of those under way there are three at most.
 * Thread-safe.
 */
final class Looker {

	private static final Logger logger = LoggerFactory.getLogger(Looker.class);

	private static final long INTERVAL_MILLIS = 800;

	private static final int UNDER_WAY = 3;

	private final Sense sense;

	private final Eye eye;

	private final Consumer<Look> taken;

	private final LongSupplier nanos;

	private final Semaphore free = new Semaphore(UNDER_WAY);

	/**
	 * @param nanos the monotonic clock
	 */
	Looker(Sense sense, Eye eye, Consumer<Look> taken, LongSupplier nanos) {
		this.sense = sense;
		this.eye = eye;
		this.taken = taken;
		this.nanos = nanos;
	}

	/** Looks until the thread is interrupted. */
	Thread start(String name) {
		return Thread.ofVirtual().name(name).start(() -> {
			try {
				// all at once would look like a burst to whoever is looked at
				TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(INTERVAL_MILLIS));
				while (true) {
					if (this.free.tryAcquire()) {
						Thread.ofVirtual().name(name + "-once").start(this::look);
					}
					TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
				}
			}
			catch (InterruptedException ex) {
				// stopped
			}
		});
	}

	private void look() {
		long began = this.nanos.getAsLong();
		try {
			Eye.Seen seen = this.eye.look();
			this.taken.accept(new Look(this.sense, seen.outcome(), began, this.nanos.getAsLong(), seen.detail()));
		}
		catch (InterruptedException ex) {
			// stopped
		}
		catch (RuntimeException ex) {
			logger.atWarn()
				.addKeyValue("sense", this.sense.word())
				.setCause(ex)
				.log("a look failed; the next one follows");
			this.taken
				.accept(new Look(this.sense, Outcome.UNKNOWN, began, this.nanos.getAsLong(), "the look itself failed"));
		}
		finally {
			this.free.release();
		}
	}

}

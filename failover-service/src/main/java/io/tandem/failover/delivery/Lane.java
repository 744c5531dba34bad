package io.tandem.failover.delivery;

import io.tandem.failover.spool.Cursor;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records behind one cursor in order, one batch at a time. What has gathered
 * while a batch was away is the next batch, so batches are as large as the receiver is
 * slow. A record leaves the lane in one of two ways: the receiver has taken it, or has
 * refused it by itself, which is recorded as a gap. Everything else is tried again, for
 * ever. Confined to the thread that runs it, but for {@link #stop}.
 */
final class Lane implements Runnable {

	private static final Duration IDLE = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	private final String origin;

	private final Spool spool;

	private final Cursor cursor;

	private final Receiver receiver;

	private final Batch.Joiner joiner;

	private final DeliveryProperties properties;

	private final RefusedRecords refused;

	private final DeliveryMeters meters;

	private final CurrentRoute route;

	private final BackOff backOff;

	private final RandomGenerator random;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private long lastPersistNanos = System.nanoTime();

	private int failures;

	private @Nullable String failing;

	Lane(String origin, Spool spool, Cursor cursor, Receiver receiver, Batch.Joiner joiner,
			DeliveryProperties properties, RefusedRecords refused, DeliveryMeters meters, CurrentRoute route,
			RandomGenerator random) {
		this.origin = origin;
		this.spool = spool;
		this.cursor = cursor;
		this.receiver = receiver;
		this.joiner = joiner;
		this.properties = properties;
		this.refused = refused;
		this.meters = meters;
		this.route = route;
		this.backOff = new BackOff(properties.minBackOff(), properties.maxBackOff());
		this.random = random;
	}

	/** Runs until stopped. What is on its way by then is still waited for. */
	@Override
	public void run() {
		while (!isStopped()) {
			try (SpoolReader reader = this.spool.reader(this.cursor.position())) {
				deliverFrom(reader);
			}
			catch (InterruptedException ex) {
				stop();
			}
			catch (IOException | RuntimeException ex) {
				// the cursor stands behind what was answered for, so reading begins there
				// again
				failed("spool-unreadable", ex);
				pause(null);
			}
		}
		persist();
	}

	private void deliverFrom(SpoolReader reader) throws IOException, InterruptedException {
		while (!isStopped()) {
			if (!reader.await(IDLE)) {
				persist();
				continue;
			}
			List<SpoolRecord> records = reader.read(this.properties.maxBatchRecords(),
					this.properties.maxBatchSize().toBytes());
			if (!records.isEmpty() && !deliver(Batch.of(this.origin, this.spool.epoch(), records, this.joiner))) {
				return;
			}
			if (System.nanoTime() - this.lastPersistNanos > this.properties.persistEvery().toNanos()) {
				persist();
			}
		}
	}

	/**
	 * Delivers the batch, in halves if it is rejected as a whole.
	 * @return false if the lane was stopped before
	 */
	private boolean deliver(Batch batch) throws IOException {
		switch (sendUntilAnswered(batch)) {
			case DeliveryOutcome.Accepted accepted -> {
				this.meters.accepted(batch);
				this.cursor.advance(batch.end());
				return true;
			}
			case DeliveryOutcome.Rejected rejected when batch.records().size() == 1 -> {
				refuse(batch, rejected);
				this.cursor.advance(batch.end());
				return true;
			}
			case DeliveryOutcome.Rejected rejected -> {
				for (Batch half : batch.halves(this.joiner)) {
					if (!deliver(half)) {
						return false;
					}
				}
				return true;
			}
			case DeliveryOutcome.Retry retry -> {
				return false;
			}
		}
	}

	/** Returns a retry only if the lane was stopped. */
	private DeliveryOutcome sendUntilAnswered(Batch batch) {
		while (true) {
			long start = System.nanoTime();
			DeliveryOutcome outcome = this.receiver.send(batch);
			this.meters.answered(System.nanoTime() - start);
			if (!(outcome instanceof DeliveryOutcome.Retry(String reason, Duration retryAfter))) {
				answered();
				return outcome;
			}
			this.meters.retried(reason);
			failed(reason, null);
			pause(retryAfter);
			if (isStopped()) {
				return outcome;
			}
		}
	}

	private void refuse(Batch batch, DeliveryOutcome.Rejected rejected) throws IOException {
		SpoolRecord record = batch.records().getFirst();
		String file;
		try {
			file = this.refused.keep(batch.range().epoch(), record).toString();
		}
		catch (IOException ex) {
			file = "not kept: " + ex;
		}
		this.spool.recordRefused(record.sequence(), record.sequence(), rejected.status() + " " + rejected.detail());
		this.meters.refused();
		logger.atWarn()
			.addKeyValue("record", batch.range())
			.addKeyValue("status", rejected.status())
			.addKeyValue("detail", rejected.detail())
			.addKeyValue("file", file)
			.log("The hub will never take a record; it is skipped");
	}

	private void failed(String reason, @Nullable Exception cause) {
		this.failures++;
		this.route.await(reason);
		if (!reason.equals(this.failing)) {
			this.failing = reason;
			logger.atWarn()
				.setCause(cause)
				.addKeyValue("url", this.properties.hubUrl())
				.addKeyValue("reason", reason)
				.addKeyValue("failures", this.failures)
				.addKeyValue("next", this.cursor.position().sequence() + 1)
				.log("Cannot deliver; records wait in the spool");
		}
	}

	private void answered() {
		this.route.deliver();
		if (this.failing != null) {
			logger.atInfo()
				.addKeyValue("url", this.properties.hubUrl())
				.addKeyValue("reason", this.failing)
				.addKeyValue("failures", this.failures)
				.log("Delivers again");
			this.failing = null;
		}
		this.failures = 0;
	}

	/** Waits before the next try; cut short by a stop. */
	private void pause(@Nullable Duration retryAfter) {
		Duration wait = this.backOff.after(Math.max(1, this.failures), this.random);
		if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
			wait = retryAfter.compareTo(this.properties.maxRetryAfter()) < 0 ? retryAfter
					: this.properties.maxRetryAfter();
		}
		try {
			if (this.stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			stop();
		}
	}

	private void persist() {
		this.lastPersistNanos = System.nanoTime();
		try {
			this.cursor.persist();
		}
		catch (IOException ex) {
			// only means that records are delivered again after a crash
			failed("cursor-unwritable", ex);
		}
	}

	private boolean isStopped() {
		return this.stopped.getCount() == 0;
	}

	/** Asks the running thread to end. */
	void stop() {
		this.stopped.countDown();
	}

}

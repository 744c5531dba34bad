package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.retry.BackOff;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One way on which records leave the spool: a thread that does step after step until it
 * is stopped. Whatever a step throws, the next one begins behind what was answered for.
 * Confined to the thread that runs it, but for {@link #stop}.
 */
abstract class Lane implements Runnable {

	static final Duration IDLE = Duration.ofSeconds(1);

	/** Waiting for a record is not cut short by a stop, so it is done in pieces. */
	static final Duration LOOK = Duration.ofMillis(200);

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	final Lanes lanes;

	final LaneName name;

	final DeliveryMeters meters;

	final RepeatingFailure failures;

	private final RepeatingFailure unreadable;

	private final BackOff backOff;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private @Nullable SpoolReader reader;

	Lane(LaneName name, Lanes lanes, DeliveryMeters meters) {
		this.lanes = lanes;
		this.name = name;
		this.meters = meters;
		this.failures = new RepeatingFailure(logger, Map.of("lane", name.word()));
		this.unreadable = new RepeatingFailure(logger, Map.of("lane", name.word()));
		this.backOff = new BackOff(lanes.properties().minBackOff(), lanes.properties().maxBackOff());
	}

	/** Runs until stopped. What is on its way by then is still waited for. */
	@Override
	public void run() {
		while (!isStopped()) {
			try {
				step();
				ended(this.unreadable, this.lanes.route().leg().tier(), "Reads the spool again");
			}
			catch (InterruptedException ex) {
				stop();
			}
			catch (IOException | RuntimeException ex) {
				failedToRead(ex);
			}
		}
		closeReader();
	}

	/** Does one thing that is to be done, or waits a moment for something to do. */
	abstract void step() throws IOException, InterruptedException;

	/** Forgets what was read and not answered for. */
	abstract void startAgain();

	/** Returns the sequence that is sent next. */
	abstract long next();

	final void failed(RepeatingFailure failure, Tier tier, String reason, @Nullable Exception cause) {
		failure.failed(Level.WARN, reason)
			.setCause(cause)
			.addKeyValue("tier", tier)
			.addKeyValue("next", next())
			.log("Cannot deliver; records wait in the spool");
	}

	/** Ends a run of failures, because the tier has answered or is not used any more. */
	final void ended(RepeatingFailure failure, Tier tier, String how) {
		failure.ended().addKeyValue("tier", tier).log(how);
	}

	private void failedToRead(Exception cause) {
		startAgain();
		closeReader();
		Leg leg = this.lanes.route().leg();
		failed(this.unreadable, leg.tier(), "spool-unreadable", cause);
		try {
			pause(leg, this.backOff.after(this.unreadable.count(), this.lanes.random()));
		}
		catch (InterruptedException ex) {
			stop();
		}
	}

	/** Returns the reader if it stands in front of that sequence, else another one. */
	SpoolReader readerAt(Position from) {
		SpoolReader current = this.reader;
		if (current == null || current.next() != from.sequence() + 1) {
			closeReader();
			current = this.lanes.spool().reader(from);
			this.reader = current;
		}
		return current;
	}

	void closeReader() {
		SpoolReader closing = this.reader;
		this.reader = null;
		if (closing != null) {
			try {
				closing.close();
			}
			catch (IOException ex) {
				logger.atDebug().setCause(ex).log("Could not close a segment");
			}
		}
	}

	/**
	 * Returns how long to wait after failed tries: what the receiver asks for, as far as
	 * it is believed, but not less than the back-off.
	 */
	Duration waitAfter(@Nullable Duration retryAfter) {
		Duration wait = this.backOff.after(Math.max(1, this.failures.count()), this.lanes.random());
		if (retryAfter == null || retryAfter.compareTo(wait) <= 0) {
			return wait;
		}
		Duration most = this.lanes.properties().maxRetryAfter();
		return (retryAfter.compareTo(most) < 0) ? retryAfter : most;
	}

	/** Waits; cut short when records go elsewhere, or by a stop. */
	void pause(Leg leg, Duration wait) throws InterruptedException {
		Tries.await(CompletableFuture.anyOf(leg.left(), this.stopped), wait.toNanos());
	}

	boolean isStopped() {
		return this.stopped.isDone();
	}

	/** Asks the running thread to end. */
	void stop() {
		this.stopped.complete(null);
	}

}

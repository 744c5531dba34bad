package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.detection.Tier;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes one try and tells how it fares. Thread-safe. */
final class Tries {

	private final DeliveryListener listener;

	Tries(DeliveryListener listener) {
		this.listener = listener;
	}

	/** Returns the hub that may take what the tier says no to, or null. */
	@Nullable Tier detour(Tier from) {
		return this.listener.detour(from);
	}

	/** Sends the batch; told are its outcome and, once, that it is overdue. */
	@Nullable Answer send(Receiver receiver, Batch batch, Leg leg) throws InterruptedException {
		return send(receiver, batch, leg, true);
	}

	/**
	 * Sends the batch without telling: how long a bulk of old records takes says little
	 * of the receiver.
	 */
	@Nullable Answer sendUntold(Receiver receiver, Batch batch, Leg leg) throws InterruptedException {
		return send(receiver, batch, leg, false);
	}

	/**
	 * @return null if the tier was left before the answer came; the try is then given up
	 */
	private @Nullable Answer send(Receiver receiver, Batch batch, Leg leg, boolean told) throws InterruptedException {
		long start = System.nanoTime();
		CompletableFuture<DeliveryOutcome> outcome = receiver.send(batch);
		CompletableFuture<?> either = CompletableFuture.anyOf(outcome, leg.left());
		try {
			if (told && !await(either, this.listener.doubtAfterNanos(leg.tier()))) {
				this.listener.overdue(leg.tier(), start, System.nanoTime());
			}
			await(either, Long.MAX_VALUE);
		}
		finally {
			outcome.cancel(true);
		}
		if (outcome.isCancelled()) {
			return null;
		}
		long end = System.nanoTime();
		Answer answer = new Answer(outcome.join(), end - start);
		if (told) {
			this.listener.ended(leg.tier(), start, end, answer.outcome().result());
		}
		return answer;
	}

	/**
	 * Waits until either has come.
	 * @return false if the time is over before
	 */
	static boolean await(CompletableFuture<?> either, long nanos) throws InterruptedException {
		try {
			either.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** An outcome, and how long it took. */
	record Answer(DeliveryOutcome outcome, long nanos) {

		Duration time() {
			return Duration.ofNanos(this.nanos);
		}

	}

}

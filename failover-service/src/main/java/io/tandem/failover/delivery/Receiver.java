package io.tandem.failover.delivery;

import java.util.concurrent.CompletableFuture;

/** Takes batches. Thread-safe. */
@FunctionalInterface
interface Receiver {

	/**
	 * Sends the batch once. Returns at once; the future completes within the receiver's
	 * own time limit and never exceptionally. Completing or cancelling it earlier gives
	 * the try up.
	 */
	CompletableFuture<DeliveryOutcome> send(Batch batch);

}

package io.tandem.failover.delivery;

/** Takes batches. Thread-safe. */
@FunctionalInterface
interface Receiver {

	/** Sends the batch once and waits for what becomes of it. Does not throw. */
	DeliveryOutcome send(Batch batch);

}

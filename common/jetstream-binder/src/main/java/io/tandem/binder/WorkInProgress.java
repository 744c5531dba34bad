package io.tandem.binder;

import io.nats.client.Message;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the server every third of the ack wait that the messages in hand are still being
 * worked on, so that a slow handler does not get the same message twice. Thread-safe.
 */
final class WorkInProgress implements AutoCloseable {

	private final Set<Message> inHand = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService timer;

	WorkInProgress(String binding, Duration ackWait) {
		this.timer = Executors.newSingleThreadScheduledExecutor(
				Thread.ofPlatform().daemon().name("jetstream-" + binding + "-in-progress").factory());
		long period = Math.max(1, ackWait.toMillis() / 3);
		this.timer.scheduleWithFixedDelay(this::tell, period, period, TimeUnit.MILLISECONDS);
	}

	void taken(Message message) {
		this.inHand.add(message);
	}

	/** Ends the signs of life for it; to be called before it is answered. */
	void done(Message message) {
		this.inHand.remove(message);
	}

	private void tell() {
		for (Message message : this.inHand) {
			try {
				message.inProgress();
			}
			catch (RuntimeException ex) {
				// no connection: the next round tries again, and the server redelivers at
				// worst
			}
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}

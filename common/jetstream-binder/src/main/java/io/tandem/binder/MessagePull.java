package io.tandem.binder;

import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a pull consumer for messages: waits for a first one, then takes what else is
 * there. Every message it has taken is in the caller's hands, so none waits unseen in a
 * client buffer while its ack wait runs out. Confined to one thread.
 */
final class MessagePull {

	private static final Duration LINGER_STEP = Duration.ofMillis(20);

	private static final Duration SUSPICIOUS = Duration.ofMillis(500);

	private final ConsumerContext consumer;

	private final Gate gate;

	private final Duration expiry;

	private final int maxBytes;

	MessagePull(ConsumerContext consumer, Gate gate, Duration expiry, int maxBytes) {
		this.consumer = consumer;
		this.gate = gate;
		this.expiry = expiry;
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds messages to the list as they come: none after the expiry, else up to max. Once
	 * there is one, trouble with getting more is left for the next call to report.
	 * @param linger how long to wait for more after the first
	 * @param onTaken told of each message the moment it is there
	 * @throws InterruptedException if the gate cut it short before there was a message
	 */
	List<Message> take(int max, Duration linger, Consumer<Message> onTaken) throws Exception {
		List<Message> taken = new ArrayList<>();
		try {
			take(max, linger, taken, onTaken);
		}
		catch (Exception ex) {
			if (taken.isEmpty()) {
				throw ex;
			}
		}
		return taken;
	}

	private void take(int max, Duration linger, List<Message> taken, Consumer<Message> onTaken) throws Exception {
		long asked = System.nanoTime();
		// one question for the first and all that is there with it: a second one would
		// keep the first waiting
		drain(FetchConsumeOptions.builder().max(this.maxBytes, max).noWaitExpiresIn(this.expiry.toMillis()).build(),
				taken, onTaken);
		if (taken.isEmpty() && isAtOnce(asked)) {
			// the first one may be larger than the limit of bytes, and is taken all the
			// same
			drain(FetchConsumeOptions.builder().maxMessages(1).noWait().build(), taken, onTaken);
		}
		if (taken.isEmpty()) {
			if (isAtOnce(asked)) {
				// answered "nothing" at once: is there still a consumer?
				info();
				this.gate.pause(Duration.ofMillis(100));
			}
			return;
		}
		linger(max, linger, taken, onTaken);
	}

	/** Looks less and less often, so that a long wait is not made of questions. */
	private void linger(int max, Duration linger, List<Message> taken, Consumer<Message> onTaken) throws Exception {
		long until = System.nanoTime() + linger.toNanos();
		for (Duration step = LINGER_STEP; taken.size() < max && !this.gate.isClosed(); step = step.multipliedBy(2)) {
			long left = until - System.nanoTime();
			if (left <= 0) {
				return;
			}
			this.gate.pause(Duration.ofNanos(Math.min(left, step.toNanos())));
			drain(FetchConsumeOptions.builder().max(this.maxBytes, max - taken.size()).noWait().build(), taken,
					onTaken);
		}
	}

	private static boolean isAtOnce(long asked) {
		return Duration.ofNanos(System.nanoTime() - asked).compareTo(SUSPICIOUS) < 0;
	}

	/**
	 * Returns what the server knows of the consumer.
	 * @throws JetStreamApiException if it is gone
	 */
	ConsumerInfo info() throws IOException, JetStreamApiException {
		return this.consumer.getConsumerInfo();
	}

	private void drain(FetchConsumeOptions request, List<Message> taken, Consumer<Message> onTaken) throws Exception {
		try (FetchConsumer fetch = this.consumer.fetch(request)) {
			while (true) {
				Message message = this.gate.<@Nullable Message>await(fetch::nextMessage);
				if (message != null) {
					taken.add(message);
					onTaken.accept(message);
				}
				else if (fetch.isFinished()) {
					return;
				}
			}
		}
	}

}

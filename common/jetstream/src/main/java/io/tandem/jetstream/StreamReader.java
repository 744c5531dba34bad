package io.tandem.jetstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads streams. Both ways survive a server that is down, restarted or rid of its
 * consumers, and a stream that does not exist yet. Thread-safe.
 */
public interface StreamReader {

	/**
	 * Replays the stream from a time and then follows it: each message once and in order,
	 * on one thread of its own, until the handle is closed. Nothing is acknowledged;
	 * after a restart of the process it starts at {@code from} again. A handler that
	 * throws is logged and counted, and the message is passed over.
	 */
	Following follow(String stream, Instant from, Consumer<StreamMessage> handler);

	/**
	 * Opens a durable pull consumer, created where it does not exist. Deliveries are at
	 * least once: a server that was killed may start again far back.
	 * @param durable its name; carries the reader's machine
	 */
	Durable durable(String stream, String durable);

	/** A running {@link #follow}. */
	interface Following extends AutoCloseable {

		/**
		 * Tells whether everything that was in the stream when it was opened has been
		 * handled.
		 */
		boolean isCaughtUp();

		@Override
		void close();

	}

	/** A durable consumer. Confined to one thread. */
	interface Durable extends AutoCloseable {

		/**
		 * Waits for messages and returns what is there; empty after {@code wait}, and
		 * also (after {@code wait}) while the server cannot be reached.
		 */
		List<Delivery> fetch(int maxMessages, int maxBytes, Duration wait) throws InterruptedException;

		@Override
		void close();

	}

	/** A message that must be acknowledged. */
	interface Delivery {

		StreamMessage message();

		/** How often it has been delivered, 1 for the first time. */
		long attempt();

		/**
		 * Acknowledges it; does nothing if the connection is gone (it will come again).
		 */
		void ack();

		/**
		 * Tells the server that work is still in progress, so that it does not redeliver.
		 */
		void inProgress();

		/** Gives it back, to be delivered again after the delay. */
		void nak(Duration delay);

	}

}

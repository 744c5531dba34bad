package io.tandem.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks a consumer for messages, one pull at a time, in the server's own words. It is
 * written out here, because what a pull does when the server dies, the consumer vanishes
 * or a message is bigger than the limit decides whether a reader ever goes on. Confined
 * to one thread.
 *
 * @see <a href="https://github.com/nats-io/nats-architecture-and-design">ADR-13, pull
 * subscribe internals</a>
 */
final class PullSubscription implements AutoCloseable {

	/** How a pull ended. */
	enum End {

		/** All that was asked for has come. */
		COMPLETE,
		/** The time is over, or nothing (more) is there at once. */
		NOTHING_MORE,
		/** The next message does not fit into what is left of the bytes. */
		TOO_LARGE,
		/** The consumer is not there, or can give nothing now. */
		GONE,
		/**
		 * Neither message nor word, though connection and consumer are there: the server
		 * or this process is busy. What comes late is still taken by the next pull.
		 */
		LATE,
		/**
		 * Neither message nor word, the connection is lost or it is late once too often.
		 */
		SILENT

	}

	/** How much later than promised a word of the server may come. */
	private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** A pull dies with its connection without a word, so it is looked at so often. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	/** To give up earlier loses what is under way until the server delivers it again. */
	private static final int MOST_LATE = 4;

	/** For what is here already; none at all would wait without end. */
	private static final Duration LAST_LOOK = Duration.ofMillis(1);

	private static final JetStreamOptions LOOK_FOR_CONSUMER = JetStreamOptions.builder()
		.requestTimeout(Duration.ofMillis(500))
		.build();

	private final Connection connection;

	private final String stream;

	private final String consumer;

	private final String requestSubject;

	private final String inbox;

	private final Subscription subscription;

	private final long reconnects;

	private long pulls;

	private int late;

	private String lastStatus = "none";

	PullSubscription(Connection connection, String stream, String consumer) {
		this.connection = connection;
		this.stream = stream;
		this.consumer = consumer;
		this.requestSubject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
		this.inbox = connection.createInbox();
		this.reconnects = connection.getStatistics().getReconnects();
		this.subscription = connection.subscribe(this.inbox + ".*");
	}

	/**
	 * Tells whether it was opened on this connection, and that one has not been lost
	 * since. After a loss the server may have been restarted, and the consumer must be
	 * looked at again.
	 */
	boolean belongsTo(Connection other) {
		return this.connection == other && this.subscription.isActive() && !isCut();
	}

	private boolean isCut() {
		return this.connection.getStatus() != Connection.Status.CONNECTED
				|| this.connection.getStatistics().getReconnects() != this.reconnects;
	}

	/** Returns the server's last word, for the log. */
	String lastStatus() {
		return this.lastStatus;
	}

	/**
	 * Waits up to that long for at least one message, and takes what is there then
	 * without waiting for more. ({@code no_wait} alone would get no answer at all from
	 * nats-server 2.9 while the consumer is at its limit of open deliveries.)
	 * @param bytes 0 for no limit
	 */
	End available(int messages, long bytes, Duration expires, Consumer<Message> sink) throws InterruptedException {
		return pull(messages, bytes, expires, ",\"no_wait\":true", sink);
	}

	/**
	 * Waits up to that long for all the messages, each handed over as it comes.
	 * @param bytes 0 for no limit
	 */
	End within(int messages, long bytes, Duration expires, Consumer<Message> sink) throws InterruptedException {
		return pull(messages, bytes, expires, "", sink);
	}

	private End pull(int messages, long bytes, Duration expires, String option, Consumer<Message> sink)
			throws InterruptedException {
		String limit = (bytes > 0) ? ",\"max_bytes\":" + bytes : "";
		String request = "{\"batch\":" + messages + limit + ",\"expires\":" + expires.toNanos() + option + "}";
		String reply = this.inbox + "." + ++this.pulls;
		this.connection.publish(this.requestSubject, reply, request.getBytes(StandardCharsets.UTF_8));
		long deadline = System.nanoTime() + expires.toNanos() + SLACK_NANOS;
		int left = messages;
		while (left > 0) {
			long wait = Math.min(deadline - System.nanoTime(), LOOK_NANOS);
			Message message = this.subscription.nextMessage((wait > 0) ? Duration.ofNanos(wait) : LAST_LOOK);
			if (message == null) {
				if (wait <= 0 || isCut()) {
					return silence();
				}
				continue;
			}
			this.late = 0;
			if (!message.isStatusMessage()) {
				left--;
				sink.accept(message);
				deadline = Math.max(deadline, System.nanoTime() + SLACK_NANOS);
			}
			else if (reply.equals(message.getSubject()) && message.getStatus().getCode() >= 400) {
				return end(message.getStatus());
			}
		}
		return End.COMPLETE;
	}

	private End silence() {
		this.lastStatus = "silence";
		if (isCut() || ++this.late > MOST_LATE) {
			return End.SILENT;
		}
		try {
			this.connection.jetStreamManagement(LOOK_FOR_CONSUMER).getConsumerInfo(this.stream, this.consumer);
			return End.LATE;
		}
		catch (JetStreamApiException ex) {
			this.lastStatus = Redaction.of(ex);
			return End.GONE;
		}
		catch (IOException ex) {
			// no word here, either
			return End.LATE;
		}
	}

	private End end(Status status) {
		this.lastStatus = status.getMessageWithCode();
		return switch (status.getCode()) {
			case Status.NOT_FOUND_CODE, Status.REQUEST_TIMEOUT_CODE -> End.NOTHING_MORE;
			case Status.CONFLICT_CODE ->
				Status.MESSAGE_SIZE_EXCEEDS_MAX_BYTES.equalsIgnoreCase(status.getMessage()) ? End.TOO_LARGE : End.GONE;
			default -> End.GONE;
		};
	}

	@Override
	public void close() {
		try {
			if (this.subscription.isActive()) {
				this.subscription.unsubscribe();
			}
		}
		catch (IllegalStateException ex) {
			// the connection is gone, and the subscription with it
		}
	}

}

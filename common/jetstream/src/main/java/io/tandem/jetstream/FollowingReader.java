package io.tandem.jetstream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.jetstream.PullSubscription.End;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows a stream by a consumer that may vanish at any time. Its position is its own:
 * the last sequence it has handled. Whatever looks wrong (silence, a missing consumer, a
 * hole in the deliveries), it makes a new consumer right behind that position. Only a
 * stream that was made anew, or ends before the position, is read from {@code from} once
 * more: what it holds now has been given numbers that were handled before.
 */
final class FollowingReader implements StreamReader.Following {

	private static final Logger logger = LoggerFactory.getLogger(FollowingReader.class);

	private static final byte[] NOTHING = {};

	private static final int BATCH = 256;

	private static final long BATCH_BYTES = 8L << 20;

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

	/** A handler may take so long before the server forgets the consumer. */
	private static final Duration INACTIVE = Duration.ofSeconds(30);

	private static final long PAUSE_MILLIS = 200;

	private final NatsConnection connection;

	private final String stream;

	private final Instant from;

	private final Consumer<StreamMessage> handler;

	private final Duration expiry;

	private final ReaderMeters meters;

	private final Consumer<FollowingReader> whenClosed;

	private final RepeatingFailure failure;

	private final RepeatingFailure handlerFailure;

	/** Held while the handler runs, so that closing never interrupts it. */
	private final ReentrantLock handling = new ReentrantLock();

	private final Thread thread;

	private volatile boolean closed;

	private volatile boolean caughtUp;

	private @Nullable ZonedDateTime created;

	/** The last sequence handled; 0 before the first. */
	private long position;

	/** Where the stream ended when it was first opened; -1 before that. */
	private long goal = -1;

	private long deliveries;

	private boolean hole;

	FollowingReader(NatsConnection connection, String stream, Instant from, Consumer<StreamMessage> handler,
			Duration expiry, ReaderMeters meters, Consumer<FollowingReader> whenClosed) {
		this.connection = connection;
		this.stream = stream;
		this.from = from;
		this.handler = handler;
		this.expiry = expiry;
		this.meters = meters;
		this.whenClosed = whenClosed;
		this.failure = new RepeatingFailure(logger, Map.of("stream", stream));
		this.handlerFailure = new RepeatingFailure(logger, Map.of("stream", stream));
		// not a virtual one: handling a full stream would leave the others no carrier
		this.thread = Thread.ofPlatform().daemon().name("follow-" + stream).unstarted(this::run);
	}

	void start() {
		this.thread.start();
	}

	@Override
	public boolean isCaughtUp() {
		return this.caughtUp;
	}

	@Override
	public void close() {
		this.closed = true;
		boolean idle = false;
		try {
			idle = this.handling.tryLock(5, TimeUnit.SECONDS);
			if (Thread.currentThread() != this.thread) {
				this.thread.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (idle) {
				this.handling.unlock();
			}
		}
		try {
			if (Thread.currentThread() != this.thread) {
				this.thread.join(Duration.ofSeconds(3));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.whenClosed.accept(this);
	}

	private void run() {
		try {
			while (!this.closed) {
				try {
					followOnce(this.connection.require());
				}
				catch (NatsUnavailableException ex) {
					// the connection itself tells
				}
				catch (JetStreamApiException ex) {
					this.failure
						.failed((ex.getApiErrorCode() == ApiError.STREAM_NOT_FOUND) ? Level.INFO : Level.WARN,
								Redaction.of(ex))
						.log("stream cannot be followed, trying on");
				}
				catch (IOException | RuntimeException ex) {
					this.failure.failed(Level.WARN, Redaction.of(ex)).log("stream cannot be followed, trying on");
				}
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	/** Follows until something is wrong with the consumer. */
	private void followOnce(Connection live) throws IOException, JetStreamApiException, InterruptedException {
		JetStreamManagement api = live
			.jetStreamManagement(JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build());
		locate(api.getStreamInfo(this.stream));
		ConsumerInfo consumer = api.createConsumer(this.stream, consumerConfiguration());
		this.deliveries = 0;
		this.hole = false;
		if (consumer.getNumPending() == 0) {
			this.caughtUp = true;
		}
		this.failure.ended().log("stream is followed again");
		this.meters.reopened();
		try (PullSubscription pulls = new PullSubscription(live, this.stream, consumer.getName())) {
			End end = End.COMPLETE;
			while (!this.closed && !this.hole && (end != End.GONE) && (end != End.SILENT)) {
				boolean large = end == End.TOO_LARGE;
				end = pulls.within(large ? 1 : BATCH, large ? 0 : BATCH_BYTES, this.expiry, this::receive);
				if (end == End.NOTHING_MORE && !this.hole) {
					this.caughtUp = true;
				}
			}
			if (!this.closed) {
				this.failure
					.failed((end == End.GONE) ? Level.WARN : Level.INFO,
							this.hole ? "a delivery is missing" : pulls.lastStatus())
					.log("stream must be opened again");
			}
		}
		finally {
			forget(live, consumer.getName());
		}
	}

	private void locate(StreamInfo info) {
		ZonedDateTime now = info.getCreateTime();
		long last = info.getStreamState().getLastSequence();
		boolean anew = this.created != null && !this.created.isEqual(now);
		if (this.position > 0 && (anew || last < this.position)) {
			logger.atWarn()
				.addKeyValue("stream", this.stream)
				.addKeyValue("position", this.position)
				.addKeyValue("last", last)
				.addKeyValue("created", now)
				.log("stream was made anew or lost its end, following it from its beginning");
			this.position = 0;
		}
		this.created = now;
		if (this.goal < 0) {
			this.goal = last;
			this.caughtUp = last == 0;
		}
	}

	private ConsumerConfiguration consumerConfiguration() {
		ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
			.ackPolicy(AckPolicy.None)
			.memStorage(true)
			.numReplicas(1)
			.inactiveThreshold(INACTIVE);
		if (this.position > 0) {
			return builder.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(this.position + 1).build();
		}
		return builder.deliverPolicy(DeliverPolicy.ByStartTime).startTime(this.from.atZone(ZoneOffset.UTC)).build();
	}

	private void receive(Message message) {
		NatsJetStreamMetaData at = message.metaData();
		if (this.closed || this.hole) {
			return;
		}
		if (at.consumerSequence() != this.deliveries + 1) {
			this.hole = true;
			return;
		}
		this.deliveries++;
		if (at.streamSequence() > this.position) {
			handle(JetStreamReader.toStreamMessage(message, at));
		}
		if (at.streamSequence() >= this.goal || at.pendingCount() == 0) {
			this.caughtUp = true;
		}
	}

	private void handle(StreamMessage message) {
		this.handling.lock();
		try {
			if (this.closed) {
				return;
			}
			this.handler.accept(message);
			this.handlerFailure.ended().log("handler of the stream works again");
		}
		catch (RuntimeException ex) {
			this.meters.handlerFailure();
			this.handlerFailure.failed(Level.ERROR, String.valueOf(ex.getMessage()))
				.log("handler failed, the message is passed over");
		}
		finally {
			this.handling.unlock();
		}
		this.position = message.sequence();
		this.meters.message();
	}

	/** Deletes the consumer without waiting; one that is forgotten goes by itself. */
	private void forget(Connection live, String consumer) {
		try {
			live.publish("$JS.API.CONSUMER.DELETE." + this.stream + "." + consumer, NOTHING);
		}
		catch (IllegalStateException ex) {
			// no connection, and after a restart of the server no consumer
		}
	}

}

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
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.jetstream.PullSubscription.End;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads by a durable consumer. Takes what is there; only if nothing is, it waits, so that
 * no message waits on the client for a batch to fill. Confined to one thread.
 */
final class DurableReader implements StreamReader.Durable {

	private static final Logger logger = LoggerFactory.getLogger(DurableReader.class);

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

	private static final long SHORTEST_PULL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final NatsConnection connection;

	private final JetStreamProperties properties;

	private final String stream;

	private final String durable;

	private final ReaderMeters meters;

	private final RepeatingFailure failure;

	private @Nullable PullSubscription pulls;

	DurableReader(NatsConnection connection, JetStreamProperties properties, String stream, String durable,
			ReaderMeters meters) {
		this.connection = connection;
		this.properties = properties;
		this.stream = stream;
		this.durable = durable;
		this.meters = meters;
		this.failure = new RepeatingFailure(logger, Map.of("consumer", stream + "/" + durable));
	}

	@Override
	public List<StreamReader.Delivery> fetch(int maxMessages, int maxBytes, Duration wait) throws InterruptedException {
		long deadline = System.nanoTime() + wait.toNanos();
		List<Message> received = new ArrayList<>();
		do {
			try {
				receive(maxMessages, maxBytes, deadline, received);
			}
			catch (NatsUnavailableException ex) {
				// the connection itself tells
				reopenLater();
			}
			catch (JetStreamApiException ex) {
				this.failure
					.failed((ex.getApiErrorCode() == ApiError.STREAM_NOT_FOUND) ? Level.INFO : Level.WARN,
							Redaction.of(ex))
					.log("consumer cannot be read, trying on");
				reopenLater();
			}
			catch (IOException | RuntimeException ex) {
				this.failure.failed(Level.WARN, Redaction.of(ex)).log("consumer cannot be read, trying on");
				reopenLater();
			}
			if (!received.isEmpty()) {
				return received.stream().map(this::delivery).toList();
			}
			if (this.pulls == null) {
				pause(deadline);
			}
		}
		while (System.nanoTime() < deadline);
		return List.of();
	}

	private void receive(int messages, int bytes, long deadline, List<Message> received)
			throws IOException, JetStreamApiException, InterruptedException {
		PullSubscription open = open();
		Duration wait = Duration.ofNanos(
				Math.clamp(deadline - System.nanoTime(), SHORTEST_PULL_NANOS, this.properties.pullExpiry().toNanos()));
		End end = open.available(messages, bytes, wait, received::add);
		if (received.isEmpty() && end == End.TOO_LARGE) {
			// bigger than the caller's limit: alone, it must go through all the same
			end = open.available(1, 0, wait, received::add);
		}
		if (end == End.GONE || end == End.SILENT) {
			this.failure.failed((end == End.GONE) ? Level.WARN : Level.INFO, open.lastStatus())
				.log("consumer must be opened again");
			reopenLater();
		}
	}

	private PullSubscription open() throws IOException, JetStreamApiException {
		Connection live = this.connection.require();
		PullSubscription present = this.pulls;
		if (present != null && present.belongsTo(live)) {
			return present;
		}
		reopenLater();
		JetStreamManagement api = live
			.jetStreamManagement(JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build());
		ensure(api);
		PullSubscription opened = new PullSubscription(live, this.stream, this.durable);
		this.pulls = opened;
		this.meters.reopened();
		this.failure.ended().log("consumer is read again");
		return opened;
	}

	private void ensure(JetStreamManagement api) throws IOException, JetStreamApiException {
		ConsumerInfo present = find(api);
		if (present == null) {
			api.createConsumer(this.stream, configuration());
			logger.atInfo()
				.addKeyValue("stream", this.stream)
				.addKeyValue("consumer", this.durable)
				.log("durable consumer created, reading from the beginning");
			return;
		}
		long last = api.getStreamInfo(this.stream).getStreamState().getLastSequence();
		long delivered = present.getDelivered().getStreamSequence();
		if (delivered > last) {
			// the stream lost its end (a power cut) or was made anew: new messages get
			// numbers that this consumer has behind it, and it would skip them in silence
			logger.atError()
				.addKeyValue("stream", this.stream)
				.addKeyValue("consumer", this.durable)
				.addKeyValue("delivered", delivered)
				.addKeyValue("last", last)
				.log("consumer is ahead of its stream, making it anew from the beginning");
			api.deleteConsumer(this.stream, this.durable);
			api.createConsumer(this.stream, configuration());
		}
		else if (differs(present.getConsumerConfiguration())) {
			api.addOrUpdateConsumer(this.stream,
					ConsumerConfiguration.builder(present.getConsumerConfiguration())
						.ackWait(this.properties.ackWait())
						.maxAckPending(this.properties.maxAckPending())
						.build());
		}
	}

	private @Nullable ConsumerInfo find(JetStreamManagement api) throws IOException, JetStreamApiException {
		try {
			return api.getConsumerInfo(this.stream, this.durable);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == ApiError.CONSUMER_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	private boolean differs(ConsumerConfiguration present) {
		return !this.properties.ackWait().equals(present.getAckWait())
				|| present.getMaxAckPending() != this.properties.maxAckPending();
	}

	private ConsumerConfiguration configuration() {
		return ConsumerConfiguration.builder()
			.durable(this.durable)
			.ackPolicy(AckPolicy.Explicit)
			.deliverPolicy(DeliverPolicy.All)
			.ackWait(this.properties.ackWait())
			.maxAckPending(this.properties.maxAckPending())
			.build();
	}

	private void reopenLater() {
		PullSubscription present = this.pulls;
		if (present != null) {
			present.close();
			this.pulls = null;
		}
	}

	private static void pause(long deadline) throws InterruptedException {
		long nanos = Math.min(PAUSE_NANOS, deadline - System.nanoTime());
		if (nanos > 0) {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
	}

	private StreamReader.Delivery delivery(Message message) {
		NatsJetStreamMetaData at = message.metaData();
		this.meters.message();
		if (at.deliveredCount() > 1) {
			this.meters.redelivery();
		}
		return new PulledDelivery(message, JetStreamReader.toStreamMessage(message, at), at.deliveredCount());
	}

	@Override
	public void close() {
		reopenLater();
	}

	private final class PulledDelivery implements StreamReader.Delivery {

		private final Message pulled;

		private final StreamMessage message;

		private final long attempt;

		PulledDelivery(Message pulled, StreamMessage message, long attempt) {
			this.pulled = pulled;
			this.message = message;
			this.attempt = attempt;
		}

		@Override
		public StreamMessage message() {
			return this.message;
		}

		@Override
		public long attempt() {
			return this.attempt;
		}

		@Override
		public void ack() {
			answer(this.pulled::ack);
		}

		@Override
		public void inProgress() {
			answer(this.pulled::inProgress);
		}

		@Override
		public void nak(Duration delay) {
			answer(() -> this.pulled.nakWithDelay(delay));
		}

		private void answer(Runnable action) {
			try {
				action.run();
			}
			catch (IllegalStateException ex) {
				// no connection: the message comes again
				DurableReader.this.meters.lostAck();
			}
		}

	}

}

package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.binder.StartPositions.OpenedStream;
import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.properties.ReplayFrom;
import io.tandem.binder.provisioning.Streams;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessageChannel;

/**
 * An input without a group: gets the stream from a chosen point on, which the application
 * may say ({@link StartPositions}), and then follows it, each message once and in order,
 * acknowledging nothing. It keeps its place itself: a consumer that was lost, or that
 * skipped a message, is replaced by one that starts right after the last message handled.
 * A stream that was made anew is replayed anew. Its place is confined to its one thread.
 */
final class ReplayInbound extends JetStreamInbound {

	private static final Logger log = LoggerFactory.getLogger(ReplayInbound.class);

	private static final Duration INACTIVE_LIMIT = Duration.ofMinutes(1);

	private static final int MESSAGES_AT_ONCE = 256;

	private static final int QUIET_ROUNDS_BEFORE_CHECK = 3;

	private final InstantSource clock;

	private final FailureLog failureLog;

	private final @Nullable StartPositions positions;

	private @Nullable ZonedDateTime streamCreated;

	/** Where to go on; 0 if the stream has not been opened yet. */
	private long nextSequence;

	/** The last sequence the stream had when it was first opened. */
	private long historyEnd;

	/** The stream whose history is being read; null once that is done. */
	private @Nullable OpenedStream catchingUpWith;

	ReplayInbound(InboundSettings settings, Bindings bindings, BinderMeters meters, @Nullable MessageChannel failures,
			@Nullable StartPositions positions, InstantSource clock) {
		super(settings, bindings, meters, failures);
		this.positions = positions;
		this.clock = clock;
		this.failureLog = new FailureLog(settings.binding(), "replay handler, message passed over");
	}

	@Override
	protected void doStart() {
		this.nextSequence = 0;
		this.streamCreated = null;
		this.catchingUpWith = null;
		super.doStart();
	}

	@Override
	void receive(Connection connection, Gate gate) throws Exception {
		long opened = reconnects();
		StreamInfo stream = Streams.find(connection, settings().destination());
		String name = stream.getConfiguration().getName();
		ConsumerConfiguration configuration = configure(stream);
		ConsumerContext consumer = connection.getStreamContext(name).createOrUpdateConsumer(configuration);
		meters().opened(settings().binding());
		status().receiving();
		JetStreamConsumerProperties properties = settings().properties();
		MessagePull pull = new MessagePull(consumer, gate, properties.getPullExpiry(),
				(int) properties.getMaxBytes().toBytes());
		long received = 0;
		int quiet = 0;
		int max = settings().batch() ? properties.getBatchSize() : MESSAGES_AT_ONCE;
		Duration linger = settings().batch() ? properties.getBatchMaxWait() : Duration.ZERO;
		noteProgress(false);
		while (!gate.isClosed() && reconnects() == opened) {
			List<Message> taken = pull.take(max, linger, (message) -> {
			});
			int inOrder = inOrder(taken, received);
			handle(taken.subList(0, inOrder), gate);
			received += inOrder;
			if (inOrder < taken.size()) {
				return;
			}
			noteProgress(taken.isEmpty() && this.catchingUpWith != null && !gate.isClosed()
					&& isDrained(pull.info(), received));
			quiet = taken.isEmpty() ? quiet + 1 : 0;
			if (quiet >= QUIET_ROUNDS_BEFORE_CHECK) {
				quiet = 0;
				if (pull.info().getDelivered().getConsumerSequence() != received) {
					return;
				}
			}
		}
	}

	private static boolean isDrained(ConsumerInfo consumer, long received) {
		return consumer.getNumPending() == 0 && consumer.getDelivered().getConsumerSequence() == received;
	}

	private ConsumerConfiguration configure(StreamInfo stream) {
		long last = stream.getStreamState().getLastSequence();
		if (!stream.getCreateTime().equals(this.streamCreated) || this.nextSequence > last + 1) {
			if (this.streamCreated != null) {
				log.atWarn()
					.addKeyValue("binding", settings().binding())
					.addKeyValue("stream", stream.getConfiguration().getName())
					.addKeyValue("next-sequence", this.nextSequence)
					.addKeyValue("last-sequence", last)
					.log("stream was made anew, replaying it");
			}
			OpenedStream anew = new OpenedStream(stream.getConfiguration().getName(),
					stream.getCreateTime().toInstant(), stream.getStreamState().getFirstSequence(), last);
			this.nextSequence = start(anew);
			this.streamCreated = stream.getCreateTime();
			this.historyEnd = last;
			this.catchingUpWith = anew;
		}
		ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
			.name("replay-" + UUID.randomUUID())
			.ackPolicy(AckPolicy.None)
			.filterSubject(settings().filter())
			.inactiveThreshold(INACTIVE_LIMIT)
			.numReplicas(1)
			.memStorage(true);
		if (this.nextSequence > 0) {
			return consumer.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(this.nextSequence).build();
		}
		return settings().beginning(consumer, this.clock).build();
	}

	private long start(OpenedStream stream) {
		long next = stream.lastSequence() + 1;
		OptionalLong kept = (this.positions != null) ? this.positions.startOf(stream) : OptionalLong.empty();
		if (kept.isPresent()) {
			if (kept.getAsLong() < 1 || kept.getAsLong() > next) {
				throw new IllegalStateException("a position that the stream does not have: start=" + kept.getAsLong()
						+ " last-sequence=" + stream.lastSequence());
			}
			return kept.getAsLong();
		}
		return (settings().properties().getDeliverPolicy() == ReplayFrom.NEW) ? next : 0;
	}

	/**
	 * Tells when the history has been read.
	 * @param isDrained whether there is nothing left to receive: the last messages of the
	 * history may have been deleted, or be of other subjects
	 */
	private void noteProgress(boolean isDrained) {
		OpenedStream stream = this.catchingUpWith;
		if (stream != null && (isDrained || stream.lastSequence() == 0 || this.nextSequence > stream.lastSequence())) {
			this.catchingUpWith = null;
			if (this.positions != null) {
				this.positions.caughtUp(stream);
			}
		}
	}

	private static int inOrder(List<Message> taken, long received) {
		for (int i = 0; i < taken.size(); i++) {
			if (taken.get(i).metaData().consumerSequence() != received + i + 1) {
				return i;
			}
		}
		return taken.size();
	}

	private void handle(List<Message> messages, Gate gate) {
		if (messages.isEmpty()) {
			return;
		}
		if (settings().batch()) {
			attempt(messages, () -> handBatch(messages, this::isHistory));
			return;
		}
		for (Message message : messages) {
			if (gate.isClosed()) {
				return;
			}
			attempt(List.of(message), () -> hand(message, isHistory(message)));
		}
	}

	private void attempt(List<Message> messages, Runnable handler) {
		NatsJetStreamMetaData last = messages.getLast().metaData();
		try {
			handler.run();
			this.failureLog.succeeded();
		}
		catch (Throwable ex) {
			meters().passedOver(settings().binding(), messages.size());
			this.failureLog.failed(ex, last.getStream() + "/" + last.streamSequence(), 1);
		}
		this.nextSequence = last.streamSequence() + 1;
	}

	private boolean isHistory(Message message) {
		return message.metaData().streamSequence() <= this.historyEnd;
	}

}

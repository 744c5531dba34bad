package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.provisioning.Streams;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageChannel;

/**
 * An input with a group: shares a durable consumer with all its members. A message is
 * acknowledged after the handler returned, given back with a growing delay when it threw,
 * and dead-lettered after the last try. A batch succeeds or fails as a whole; messages at
 * their last try come in a batch of their own, so that only what fails is given up.
 */
final class DurableInbound extends JetStreamInbound {

	private static final int CONSUMER_NOT_FOUND = 10014;

	private static final int WORN_OUT_FACTOR = 3;

	private final String durable;

	private final InstantSource clock;

	private final BackOff backOff;

	private final DeadLetters deadLetters;

	private final FailureLog handlerLog;

	private final FailureLog deadLetterLog;

	private @Nullable WorkInProgress inProgress;

	DurableInbound(InboundSettings settings, Bindings bindings, BinderMeters meters, @Nullable MessageChannel failures,
			InstantSource clock) {
		super(settings, bindings, meters, failures);
		this.durable = Objects.requireNonNull(settings.durable());
		this.clock = clock;
		this.backOff = settings.backOff();
		this.deadLetters = new DeadLetters(bindings.connection(), settings.properties(), this.durable);
		this.handlerLog = new FailureLog(settings.binding(), "handler");
		this.deadLetterLog = new FailureLog(settings.binding(), "dead letter");
	}

	@Override
	protected void doStart() {
		this.inProgress = new WorkInProgress(settings().binding(), settings().properties().getAckWait());
		super.doStart();
	}

	@Override
	protected void doStop() {
		super.doStop();
		working().close();
	}

	@Override
	void receive(Connection connection, Gate gate) throws Exception {
		WorkInProgress working = working();
		ConsumerContext consumer = open(connection);
		meters().opened(settings().binding());
		status().receiving();
		JetStreamConsumerProperties properties = settings().properties();
		MessagePull pull = new MessagePull(consumer, gate, properties.getPullExpiry(),
				(int) properties.getMaxBytes().toBytes());
		int max = settings().batch() ? properties.getBatchSize() : properties.getPrefetch();
		Duration linger = settings().batch() ? properties.getBatchMaxWait() : Duration.ZERO;
		while (!gate.isClosed()) {
			List<Message> taken = pull.take(max, linger, working::taken);
			try {
				handle(taken, gate);
			}
			finally {
				// whatever happened: what is not answered by now must come again
				taken.forEach(working::done);
			}
		}
	}

	private void handle(List<Message> taken, Gate gate) {
		int again = (int) taken.stream().filter((message) -> message.metaData().deliveredCount() > 1).count();
		if (again > 0) {
			meters().redelivered(settings().binding(), again);
		}
		if (settings().batch()) {
			batch(taken, gate);
		}
		else {
			taken.forEach((message) -> single(message, gate));
		}
	}

	private ConsumerContext open(Connection connection) throws Exception {
		StreamInfo stream = Streams.find(connection, settings().destination());
		String name = stream.getConfiguration().getName();
		JetStreamConsumerProperties properties = settings().properties();
		if (properties.isProvision()) {
			Streams.provisionDeadLetters(connection, name, this.deadLetters.subject(name), properties.getStream());
		}
		JetStreamManagement management = connection.jetStreamManagement();
		ConsumerConfiguration existing = existing(management, name);
		if (existing == null) {
			management.addOrUpdateConsumer(name,
					settle(settings().beginning(ConsumerConfiguration.builder()
						.durable(this.durable)
						.ackPolicy(AckPolicy.Explicit)
						.filterSubject(settings().filter()), this.clock)));
		}
		else {
			requireSame(existing, name);
			if (!properties.getAckWait().equals(existing.getAckWait()) || existing.getMaxDeliver() > 0
					|| existing.getMaxAckPending() != properties.getMaxAckPending()) {
				management.addOrUpdateConsumer(name, settle(ConsumerConfiguration.builder(existing)));
			}
		}
		return connection.getStreamContext(name).getConsumerContext(this.durable);
	}

	private ConsumerConfiguration settle(ConsumerConfiguration.Builder consumer) {
		// the binder counts the tries: the server must go on until a dead letter is
		// stored
		return consumer.maxDeliver(-1)
			.ackWait(settings().properties().getAckWait())
			.maxAckPending(settings().properties().getMaxAckPending())
			.build();
	}

	private @Nullable ConsumerConfiguration existing(JetStreamManagement management, String stream)
			throws IOException, JetStreamApiException {
		try {
			return management.getConsumerInfo(stream, this.durable).getConsumerConfiguration();
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == CONSUMER_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	private void requireSame(ConsumerConfiguration existing, String stream) {
		String filter = settings().filter();
		String theirs = existing.getFilterSubject();
		boolean sameFilter = Objects.equals(filter, theirs) || (filter == null && ">".equals(theirs))
				|| (filter == null && theirs != null && theirs.isEmpty());
		if (!sameFilter || existing.getAckPolicy() != AckPolicy.Explicit || existing.getDeliverSubject() != null) {
			throw new IllegalStateException("the durable consumer exists and is another one; set durable, or remove it:"
					+ " stream=" + stream + " durable=" + this.durable + " its-filter=" + theirs + " filter=" + filter
					+ " its-ack-policy=" + existing.getAckPolicy());
		}
	}

	private void single(Message message, Gate gate) {
		if (gate.isClosed()) {
			giveBack(message, Duration.ZERO);
		}
		else if (isWornOut(message)) {
			bury(message);
		}
		else {
			attempt(List.of(message), () -> hand(message, false));
		}
	}

	private void batch(List<Message> taken, Gate gate) {
		List<Message> together = taken.stream().filter((message) -> !isLastTry(message)).toList();
		if (!together.isEmpty()) {
			if (gate.isClosed()) {
				together.forEach((message) -> giveBack(message, Duration.ZERO));
			}
			else {
				attempt(together, () -> handBatch(together, (message) -> false));
			}
		}
		for (Message message : taken) {
			if (isLastTry(message)) {
				if (gate.isClosed()) {
					giveBack(message, Duration.ZERO);
				}
				else if (isWornOut(message)) {
					bury(message);
				}
				else {
					attempt(List.of(message), () -> handBatch(List.of(message), (same) -> false));
				}
			}
		}
	}

	private void attempt(List<Message> messages, Runnable handler) {
		try {
			handler.run();
		}
		catch (Throwable ex) {
			failed(messages, ex);
			return;
		}
		this.handlerLog.succeeded();
		messages.forEach((message) -> answer(message, message::ack));
	}

	private void failed(List<Message> messages, Throwable cause) {
		NatsJetStreamMetaData first = messages.getFirst().metaData();
		this.handlerLog.failed(cause, first.getStream() + "/" + first.streamSequence(), first.deliveredCount());
		for (Message message : messages) {
			if (isLastTry(message)) {
				this.deadLetters.remember(message, cause);
				bury(message);
			}
			else {
				giveBack(message, this.backOff.after(message.metaData().deliveredCount()));
			}
		}
	}

	private void bury(Message message) {
		NatsJetStreamMetaData meta = message.metaData();
		try {
			this.deadLetters.store(message);
		}
		catch (Exception ex) {
			meters().deadLettered(settings().binding(), "failed");
			this.deadLetterLog.failed(ex, meta.getStream() + "/" + meta.streamSequence(), meta.deliveredCount());
			giveBack(message, this.backOff.after(meta.deliveredCount()));
			return;
		}
		meters().deadLettered(settings().binding(), "stored");
		this.deadLetterLog.succeeded();
		answer(message, message::ack);
	}

	private void giveBack(Message message, Duration delay) {
		answer(message, () -> {
			if (delay.isZero()) {
				message.nak();
			}
			else {
				message.nakWithDelay(delay);
			}
		});
	}

	private void answer(Message message, Runnable answer) {
		working().done(message);
		try {
			answer.run();
		}
		catch (RuntimeException ex) {
			meters().ackLost(settings().binding());
		}
	}

	/** Tells whether it would be given up if it failed now. */
	private boolean isLastTry(Message message) {
		int max = settings().properties().getMaxDeliver();
		return max > 0 && message.metaData().deliveredCount() >= max;
	}

	/**
	 * Tells whether it came so often, without an answer, that it must be what ends the
	 * process. Tries that were cut short by a restart do not add up to so many.
	 */
	private boolean isWornOut(Message message) {
		int max = settings().properties().getMaxDeliver();
		return max > 0 && message.metaData().deliveredCount() > (long) max * WORN_OUT_FACTOR;
	}

	private WorkInProgress working() {
		return Objects.requireNonNull(this.inProgress);
	}

}

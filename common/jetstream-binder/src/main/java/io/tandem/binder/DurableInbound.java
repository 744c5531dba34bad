package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.tandem.binder.properties.JetStreamConsumerProperties;
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

	private static final int WORN_OUT_FACTOR = 3;

	private final DurableConsumer consumer;

	private final BackOff backOff;

	private final DeadLetters deadLetters;

	private final FailureLog handlerLog;

	private final FailureLog deadLetterLog;

	private @Nullable WorkInProgress inProgress;

	DurableInbound(InboundSettings settings, Bindings bindings, BinderMeters meters, @Nullable MessageChannel failures,
			InstantSource clock) {
		super(settings, bindings, meters, failures);
		String durable = Objects.requireNonNull(settings.durable());
		this.backOff = settings.backOff();
		this.deadLetters = new DeadLetters(bindings.connection(), settings.properties(), durable);
		this.consumer = new DurableConsumer(settings, durable, this.deadLetters, clock);
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
		long opened = reconnects();
		WorkInProgress working = working();
		ConsumerContext consumer = this.consumer.open(connection);
		meters().opened(settings().binding());
		status().receiving();
		JetStreamConsumerProperties properties = settings().properties();
		MessagePull pull = new MessagePull(consumer, gate, properties.getPullExpiry(),
				(int) properties.getMaxBytes().toBytes());
		int max = settings().batch() ? properties.getBatchSize() : properties.getPrefetch();
		Duration linger = settings().batch() ? properties.getBatchMaxWait() : Duration.ZERO;
		while (!gate.isClosed() && reconnects() == opened) {
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

package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.tandem.binder.BindingStatus.State;
import io.tandem.binder.provisioning.StreamMissingException;
import io.tandem.binder.provisioning.Streams;
import io.tandem.jetstream.NatsUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.ErrorMessage;

/**
 * An input: threads of its own that open a consumer, receive from it and hand the
 * messages to the channel, and begin anew whenever something goes wrong, for as long as
 * it is started. The threads are not daemons, so that an application of inputs only stays
 * up.
 */
abstract class JetStreamInbound extends MessageProducerSupport {

	private static final Logger log = LoggerFactory.getLogger(JetStreamInbound.class);

	private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofMillis(250);

	private static final Duration PAUSE_WITHOUT_STREAM = Duration.ofSeconds(1);

	private final InboundSettings settings;

	private final Bindings bindings;

	private final BinderMeters meters;

	private final HeaderMapping headers;

	private final BindingStatus status;

	private final @Nullable MessageChannel failures;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicLong reconnects = new AtomicLong();

	private volatile Gate gate = new Gate();

	/**
	 * @param failures gets each failed try as an error message; null if nobody asked
	 */
	JetStreamInbound(InboundSettings settings, Bindings bindings, BinderMeters meters,
			@Nullable MessageChannel failures) {
		this.settings = settings;
		this.bindings = bindings;
		this.meters = meters;
		this.failures = failures;
		this.headers = new HeaderMapping(() -> meters.headerDropped(settings.binding()));
		this.status = new BindingStatus(settings.binding(), settings.destination().name());
	}

	/**
	 * Opens the consumer and receives until the gate closes, the connection has come back
	 * or something goes wrong.
	 */
	abstract void receive(Connection connection, Gate gate) throws Exception;

	@Override
	protected void doStart() {
		Gate opened = new Gate();
		this.gate = opened;
		this.bindings.add(this);
		for (int i = 0; i < this.settings.threads(); i++) {
			Thread thread = Thread.ofPlatform()
				.name("jetstream-" + this.settings.binding() + "-" + i)
				.daemon(false)
				.unstarted(() -> run(opened));
			this.threads.add(thread);
			thread.start();
		}
	}

	@Override
	protected void doStop() {
		this.gate.close();
		this.bindings.remove(this);
		long until = System.nanoTime() + this.settings.properties().getStopTimeout().toNanos();
		boolean ended = true;
		for (Thread thread : this.threads) {
			ended &= thread == Thread.currentThread() || endedBy(thread, until);
		}
		if (!ended) {
			log.atWarn()
				.addKeyValue("binding", this.settings.binding())
				.addKeyValue("stop-timeout", this.settings.properties().getStopTimeout())
				.log("handlers still at work after the time to stop");
		}
		this.threads.clear();
	}

	private static boolean endedBy(Thread thread, long until) {
		try {
			return thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void run(Gate opened) {
		while (!opened.isClosed()) {
			try {
				Connection connection = this.bindings.connection().require();
				if (this.settings.properties().isProvision()) {
					Streams.provision(connection, this.settings.destination(), this.settings.properties().getStream());
				}
				receive(connection, opened);
			}
			catch (InterruptedException ex) {
				// woken: the connection is back, or the end has come
			}
			catch (NatsUnavailableException ex) {
				troubled(opened, State.WAITING_FOR_SERVER, reason(ex), PAUSE_AFTER_TROUBLE);
			}
			catch (StreamMissingException ex) {
				troubled(opened, State.WAITING_FOR_STREAM, reason(ex), PAUSE_WITHOUT_STREAM);
			}
			catch (Throwable ex) {
				State trouble = this.bindings.connection().isConnected() ? State.REFUSED : State.WAITING_FOR_SERVER;
				troubled(opened, trouble, reason(ex), PAUSE_AFTER_TROUBLE);
			}
		}
	}

	private void troubled(Gate opened, State trouble, String reason, Duration pause) {
		if (!opened.isClosed()) {
			this.status.troubled(trouble, reason);
			opened.pause(pause);
		}
	}

	private static String reason(Throwable ex) {
		return switch (ex) {
			case JetStreamApiException api -> api.getErrorDescription();
			case IOException io -> "no answer: " + io.getMessage();
			default -> String.valueOf((ex.getMessage() != null) ? ex.getMessage() : ex);
		};
	}

	/** Hands one message to the handler; throws what the handler threw. */
	void hand(Message message, boolean replayed) {
		hand(MessageBuilder.withPayload(message.getData())
			.copyHeaders(this.headers.inbound(message, replayed))
			.build());
	}

	/** Hands a batch to the handler; throws what the handler threw. */
	void handBatch(List<Message> messages, Predicate<Message> replayed) {
		List<byte[]> payloads = new ArrayList<>(messages.size());
		List<Map<String, Object>> each = new ArrayList<>(messages.size());
		for (Message message : messages) {
			payloads.add(message.getData());
			each.add(this.headers.inbound(message, replayed.test(message)));
		}
		Map<String, Object> common = new HashMap<>();
		common.put(JetStreamHeaders.STREAM, each.getFirst().get(JetStreamHeaders.STREAM));
		common.put(JetStreamHeaders.BATCH, each);
		hand(MessageBuilder.withPayload(payloads).copyHeaders(common).build());
	}

	private void hand(org.springframework.messaging.Message<?> message) {
		long from = System.nanoTime();
		String outcome = "failed";
		try {
			sendMessage(message);
			outcome = "ok";
		}
		catch (Exception ex) {
			tell(message, ex);
			throw ex;
		}
		finally {
			this.meters.handled(this.settings.binding(), outcome, Duration.ofNanos(System.nanoTime() - from));
		}
	}

	private void tell(org.springframework.messaging.Message<?> message, Exception cause) {
		if (this.failures != null) {
			try {
				this.failures.send(new ErrorMessage(cause, message));
			}
			catch (RuntimeException ex) {
				log.atWarn().addKeyValue("binding", this.settings.binding()).setCause(ex).log("error handler failed");
			}
		}
	}

	/** Looks for messages again at once, on a connection that has come back. */
	void reconnected() {
		this.reconnects.incrementAndGet();
		this.gate.wake();
	}

	/** Counts the connections so far; a consumer is opened again with each. */
	long reconnects() {
		return this.reconnects.get();
	}

	InboundSettings settings() {
		return this.settings;
	}

	BinderMeters meters() {
		return this.meters;
	}

	BindingStatus status() {
		return this.status;
	}

}

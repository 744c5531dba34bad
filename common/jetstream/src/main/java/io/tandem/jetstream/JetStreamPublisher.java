package io.tandem.jetstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes by a plain request, whose answer is the acknowledgement: requests of many
 * threads share one connection and overtake nothing but each other. An attempt without an
 * answer is repeated under the same message id, which the stream stores once within its
 * duplicate window. Thread-safe.
 * <p>
 * A subject that no stream takes is {@code Rejected} only if this service provisions no
 * stream for it; else the stream is merely not there yet, and that is
 * {@code Unavailable}.
 */
final class JetStreamPublisher implements StreamPublisher {

	private static final Logger logger = LoggerFactory.getLogger(JetStreamPublisher.class);

	private static final String MESSAGE_ID = "Nats-Msg-Id";

	/** The line {@code NATS/1.0} and the empty one that ends the headers. */
	private static final int HEADER_FRAME = 12;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	private final NatsConnection connection;

	private final @Nullable String domain;

	private final Duration attempt;

	private final Predicate<String> hasStream;

	private final Timer stored;

	private final Timer duplicate;

	private final Timer full;

	private final Timer unavailable;

	private final Timer rejected;

	private final Counter retries;

	private final RepeatingFailure failure = new RepeatingFailure(logger, Map.of("operation", "publish"));

	/** Apart from the others, because messages that are stored do not end it. */
	private final RepeatingFailure rejections = new RepeatingFailure(logger, Map.of("operation", "publish"));

	/**
	 * @param domain the domain acknowledgements must come from; null if it does not
	 * matter
	 * @param attempt how long one attempt waits for its answer
	 * @param hasStream tells whether a stream for the subject is to be there
	 */
	JetStreamPublisher(NatsConnection connection, @Nullable String domain, Duration attempt,
			Predicate<String> hasStream, MeterRegistry registry) {
		this.connection = connection;
		this.domain = domain;
		this.attempt = attempt;
		this.hasStream = hasStream;
		this.stored = timer(registry, "stored");
		this.duplicate = timer(registry, "duplicate");
		this.full = timer(registry, "full");
		this.unavailable = timer(registry, "unavailable");
		this.rejected = timer(registry, "rejected");
		this.retries = Counter.builder("tandem.jetstream.publish.retries")
			.description("Attempts to store a message after its first")
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, String outcome) {
		return Timer.builder("tandem.jetstream.publish")
			.description("Time until it was known what became of a message")
			.tag("outcome", outcome)
			.register(registry);
	}

	@Override
	public PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String messageId,
			Duration within) {
		long start = System.nanoTime();
		PublishOutcome outcome = attempts(subject, headers, body, messageId, start, within.toNanos());
		Timer timer = switch (outcome) {
			case PublishOutcome.Stored it -> it.duplicate() ? this.duplicate : this.stored;
			case PublishOutcome.Full _ -> this.full;
			case PublishOutcome.Unavailable _ -> this.unavailable;
			case PublishOutcome.Rejected _ -> this.rejected;
		};
		timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
		tell(outcome);
		return outcome;
	}

	private void tell(PublishOutcome outcome) {
		switch (outcome) {
			case PublishOutcome.Stored _ -> this.failure.ended().log("messages are stored again");
			case PublishOutcome.Full it ->
				this.failure.failed(Level.ERROR, it.reason()).log("the stream is full and refuses messages");
			case PublishOutcome.Unavailable it ->
				this.failure.failed(Level.WARN, it.reason()).log("messages cannot be stored");
			case PublishOutcome.Rejected it ->
				this.rejections.failed(Level.ERROR, it.reason().split(":", 2)[0]).log("a message can never be stored");
		}
	}

	private PublishOutcome attempts(String subject, Map<String, String> values, byte[] body, String messageId,
			long start, long limit) {
		Headers headers = new Headers();
		try {
			values.forEach(headers::put);
			headers.put(MESSAGE_ID, messageId);
		}
		catch (IllegalArgumentException ex) {
			return new PublishOutcome.Rejected("bad header: " + ex.getMessage());
		}
		Attempt last = Attempt.again("no time given");
		long patience = this.attempt.toNanos();
		for (int tries = 0;; tries++) {
			long left = limit - (System.nanoTime() - start);
			if (left <= 0 || Thread.currentThread().isInterrupted()) {
				break;
			}
			if (tries > 0) {
				this.retries.increment();
			}
			last = attempt(subject, headers, body, Math.min(left, patience));
			if (last.outcome != null) {
				return last.outcome;
			}
			if (last.waited) {
				// a server that is merely slow must not be flooded with repetitions
				patience *= 2;
			}
			else {
				left = limit - (System.nanoTime() - start);
				LockSupport.parkNanos(Math.min(PAUSE_NANOS, Math.max(left, 0)));
			}
		}
		if (last.noStream && !this.hasStream.test(subject)) {
			return new PublishOutcome.Rejected("no stream takes the subject " + subject);
		}
		return new PublishOutcome.Unavailable(last.reason, Duration.ofNanos(System.nanoTime() - start));
	}

	private Attempt attempt(String subject, Headers headers, byte[] body, long nanos) {
		try {
			Connection live = this.connection.require();
			long size = (long) body.length + headers.serializedLength() + HEADER_FRAME;
			if (size > live.getMaxPayload()) {
				// the server would end the connection, and with it everybody's publishing
				return Attempt
					.done(new PublishOutcome.Rejected("too large: bytes=" + size + " limit=" + live.getMaxPayload()));
			}
			// the future, not the blocking call: that one hides why there is no answer
			Message answer = live.requestWithTimeout(subject, headers, body, Duration.ofNanos(nanos))
				.get(nanos, TimeUnit.NANOSECONDS);
			return Attempt.done(outcome(new PublishAck(answer)));
		}
		catch (TimeoutException ex) {
			return Attempt.silent();
		}
		catch (ExecutionException ex) {
			return (ex.getCause() instanceof JetStreamStatusException status && status.getStatus().isNoResponders())
					? Attempt.unclaimed() : Attempt.again(Redaction.of(ex));
		}
		catch (JetStreamApiException ex) {
			return refused(ex);
		}
		catch (NatsUnavailableException ex) {
			return Attempt.again("no connection");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Attempt.again("interrupted");
		}
		catch (IllegalArgumentException ex) {
			return Attempt.done(new PublishOutcome.Rejected(Redaction.of(ex)));
		}
		catch (IOException | IllegalStateException ex) {
			// CancellationException is an IllegalStateException: the connection was lost
			return Attempt
				.again((ex instanceof CancellationException) ? "connection lost" : "not sent: " + Redaction.of(ex));
		}
	}

	private PublishOutcome outcome(PublishAck ack) {
		String from = ack.getDomain();
		if (this.domain != null && from != null && !this.domain.equals(from)) {
			return new PublishOutcome.Rejected("stored in a foreign domain: domain=" + from + " own=" + this.domain
					+ " stream=" + ack.getStream());
		}
		return new PublishOutcome.Stored(ack.getStream(), ack.getSeqno(), ack.isDuplicate());
	}

	private static Attempt refused(JetStreamApiException ex) {
		return switch (ex.getApiErrorCode()) {
			case ApiError.STORE_FAILED, ApiError.INSUFFICIENT_RESOURCES, ApiError.STORAGE_EXCEEDED ->
				Attempt.done(new PublishOutcome.Full(Redaction.of(ex)));
			case ApiError.MESSAGE_TOO_LARGE -> Attempt.done(new PublishOutcome.Rejected(Redaction.of(ex)));
			default -> (ex.getErrorCode() == 503) ? Attempt.again(Redaction.of(ex))
					: Attempt.done(new PublishOutcome.Rejected(Redaction.of(ex)));
		};
	}

	/**
	 * What one attempt brought.
	 *
	 * @param outcome null if it is worth another try
	 * @param waited whether it took its time, so that the next may follow at once
	 */
	private record Attempt(@Nullable PublishOutcome outcome, String reason, boolean waited, boolean noStream) {

		static Attempt done(PublishOutcome outcome) {
			return new Attempt(outcome, "", false, false);
		}

		static Attempt again(String reason) {
			return new Attempt(null, reason, false, false);
		}

		static Attempt silent() {
			return new Attempt(null, "no answer", true, false);
		}

		static Attempt unclaimed() {
			return new Attempt(null, "no stream takes the subject", false, true);
		}

	}

}

package io.tandem.centralhub.sink;

import io.nats.client.impl.Headers;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.retry.BackOff;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Keeps what the store refuses for good in a stream of its own, with the original's
 * headers and the reason. Holds on until that has worked. Thread-safe.
 */
final class DeadLetters {

	static final String REASON_HEADER = "Tandem-Reason";

	private static final Duration WITHIN = Duration.ofSeconds(5);

	private final StreamPublisher publisher;

	private final String subject;

	private final SinkProperties properties;

	private final Outage outage;

	private final SinkMeters meters;

	private final StopSignal stop;

	DeadLetters(StreamPublisher publisher, Machine self, SinkProperties properties, Outage outage, SinkMeters meters,
			StopSignal stop) {
		this.publisher = publisher;
		this.subject = self.deadLetterSubject();
		this.properties = properties;
		this.outage = outage;
		this.meters = meters;
		this.stop = stop;
	}

	/**
	 * Stores a dead letter.
	 * @param body what of the message was refused
	 * @param keepAlive keeps held messages from being delivered again; run before each
	 * try
	 * @throws StoppedException if the service stops first
	 */
	void give(Pending letter, byte[] body, String reason, Runnable keepAlive) throws StoppedException {
		BackOff backOff = new BackOff(this.properties.firstBackoff(), this.properties.inProgressInterval());
		Map<String, String> headers = headers(letter.message(), reason);
		String id = letter.stream().text() + "/" + letter.message().sequence();
		for (int tries = 1; !isStored(this.publisher.publish(this.subject, headers, body, id, WITHIN)); tries++) {
			keepAlive.run();
			this.stop.pause(backOff.after(tries, RandomGenerator.getDefault()));
		}
		this.outage.succeeded();
		this.meters.deadLetter();
	}

	private boolean isStored(PublishOutcome outcome) {
		switch (outcome) {
			case PublishOutcome.Stored _ -> {
				return true;
			}
			case PublishOutcome.Full full -> this.outage.failed("full", full.reason());
			case PublishOutcome.Unavailable away -> this.outage.failed("unavailable", away.reason());
			case PublishOutcome.Rejected rejected -> this.outage.failed("rejected", rejected.reason());
		}
		return false;
	}

	/** The broker's own headers speak of the original's stream and would mislead here. */
	private static Map<String, String> headers(StreamMessage message, String reason) {
		Map<String, String> headers = new LinkedHashMap<>();
		Headers original = message.headers();
		if (original != null) {
			for (String name : original.keySet()) {
				if (!name.startsWith("Nats-")) {
					headers.put(name, original.getFirst(name));
				}
			}
		}
		headers.put(REASON_HEADER, reason);
		return headers;
	}

}

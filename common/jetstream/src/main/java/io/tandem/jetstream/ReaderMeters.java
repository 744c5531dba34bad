package io.tandem.jetstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the readers of one stream do. Thread-safe. */
final class ReaderMeters {

	private final Counter messages;

	private final Counter redeliveries;

	private final Counter reopened;

	private final Counter handlerFailures;

	private final Counter lostAcks;

	ReaderMeters(MeterRegistry registry, String stream) {
		this.messages = counter(registry, stream, "messages", "Messages read");
		this.redeliveries = counter(registry, stream, "redeliveries", "Messages delivered again");
		this.reopened = counter(registry, stream, "reopened", "Times a consumer had to be found or made again");
		this.handlerFailures = counter(registry, stream, "handler.failures",
				"Messages passed over because their handler failed");
		this.lostAcks = counter(registry, stream, "acks.lost", "Answers to deliveries that could not be sent");
	}

	private static Counter counter(MeterRegistry registry, String stream, String name, String description) {
		return Counter.builder("tandem.jetstream.read." + name)
			.description(description)
			.tag("stream", stream)
			.register(registry);
	}

	void message() {
		this.messages.increment();
	}

	void redelivery() {
		this.redeliveries.increment();
	}

	void reopened() {
		this.reopened.increment();
	}

	void handlerFailure() {
		this.handlerFailures.increment();
	}

	void lostAck() {
		this.lostAcks.increment();
	}

}

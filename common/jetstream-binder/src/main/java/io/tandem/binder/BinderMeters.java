package io.tandem.binder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The binder's meters; all begin with {@code jetstream.binder.}. Thread-safe. */
public class BinderMeters {

	private final MeterRegistry registry;

	public BinderMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** A send ended: {@code stored}, {@code duplicate} or {@code failed}. */
	void published(String binding, String outcome, Duration took) {
		timer("publish", "Sends, from the call to the stream's answer", binding, outcome).record(took);
	}

	/** A handler ended: {@code ok} or {@code failed}. */
	void handled(String binding, String outcome, Duration took) {
		timer("handle", "Calls of the handler; one for each batch in batch mode", binding, outcome).record(took);
	}

	/** Messages came that had been delivered before. */
	void redelivered(String binding, int messages) {
		counter("redelivered", "Messages that had been delivered before", binding).increment(messages);
	}

	/** A message was to be dead-lettered: {@code stored} or {@code failed}. */
	void deadLettered(String binding, String outcome) {
		Counter.builder("jetstream.binder.dead.letters")
			.description("Messages given up after the last try")
			.baseUnit("messages")
			.tag("binding", binding)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	/** An acknowledgement could not be sent; the message will come again. */
	void ackLost(String binding) {
		counter("acks.lost", "Acknowledgements that could not be sent", binding).increment();
	}

	/** A consumer was opened, at the start or after it was lost. */
	void opened(String binding) {
		counter("consumers.opened", "Consumers opened, at the start or again after a loss", binding).increment();
	}

	/** A header could not go out. */
	void headerDropped(String binding) {
		counter("headers.dropped", "Headers left out because NATS cannot carry them", binding).increment();
	}

	/** A message of a replay failed and was passed over. */
	void passedOver(String binding, int messages) {
		counter("passed.over", "Messages of a replay whose handler threw", binding).increment(messages);
	}

	private Timer timer(String name, String description, String binding, String outcome) {
		return Timer.builder("jetstream.binder." + name)
			.description(description)
			.tag("binding", binding)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private Counter counter(String name, String description, String binding) {
		return Counter.builder("jetstream.binder." + name)
			.description(description)
			.baseUnit("messages")
			.tag("binding", binding)
			.register(this.registry);
	}

}

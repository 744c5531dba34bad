package io.tandem.jetstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the server or the client complains of, and logs each complaint once. A
 * permission violation shows up here only: to the publisher it looks like a missing
 * answer. Thread-safe.
 */
final class NatsErrors implements ErrorListener {

	private static final Logger logger = LoggerFactory.getLogger(NatsErrors.class);

	/** So many different texts are remembered, and logged, between two connects. */
	private static final int REMEMBERED = 100;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	private final Counter permission;

	private final Counter slowConsumer;

	private final Counter other;

	NatsErrors(MeterRegistry registry) {
		this.permission = counter(registry, "permission");
		this.slowConsumer = counter(registry, "slow_consumer");
		this.other = counter(registry, "other");
	}

	private static Counter counter(MeterRegistry registry, String kind) {
		return Counter.builder("tandem.nats.errors")
			.description("Complaints of the NATS server or its client")
			.tag("kind", kind)
			.register(registry);
	}

	/** Forgets what was logged, so that a new connection logs it again. */
	void connected() {
		this.seen.clear();
	}

	@Override
	public void errorOccurred(Connection connection, String error) {
		if (error.toLowerCase(Locale.ROOT).contains("permissions violation")) {
			this.permission.increment();
			if (isNew(error)) {
				logger.atError()
					.addKeyValue("error", error)
					.log("NATS refuses this user a subject, its permissions must be widened");
			}
		}
		else {
			this.other.increment();
			if (isNew(error)) {
				logger.atWarn().addKeyValue("error", Redaction.of(error)).log("NATS reports an error");
			}
		}
	}

	@Override
	public void exceptionOccurred(Connection connection, Exception ex) {
		this.other.increment();
		if (ex instanceof IOException) {
			// a lost connection, which the connection itself tells of; each retry fails
			// here
			logger.atDebug().addKeyValue("error", Redaction.of(ex)).log("NATS client reports an exception");
		}
		else if (isNew(Redaction.of(ex))) {
			logger.atWarn().addKeyValue("error", Redaction.of(ex)).log("NATS client reports an exception");
		}
	}

	@Override
	public void slowConsumerDetected(Connection connection, Consumer consumer) {
		this.slowConsumer.increment();
		if (isNew("slow consumer")) {
			logger.atError()
				.addKeyValue("dropped", consumer.getDroppedCount())
				.log("NATS client drops messages, a reader is too slow");
		}
	}

	@Override
	public void messageDiscarded(Connection connection, Message message) {
		this.other.increment();
		if (isNew("discarded")) {
			logger.atWarn().addKeyValue("subject", message.getSubject()).log("NATS client discarded a message");
		}
	}

	@Override
	public void socketWriteTimeout(Connection connection) {
		this.other.increment();
		if (isNew("write timeout")) {
			logger.atWarn().log("NATS does not take what is written to it");
		}
	}

	private boolean isNew(String text) {
		return this.seen.size() < REMEMBERED && this.seen.add(text);
	}

}

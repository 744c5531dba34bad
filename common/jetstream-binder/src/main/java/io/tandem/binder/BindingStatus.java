package io.tandem.binder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one input is doing, for its health and its log: a lasting trouble is logged when
 * it begins, when its reason changes and when it ends. Thread-safe, guarded by itself.
 */
final class BindingStatus {

	private static final Logger logger = LoggerFactory.getLogger(BindingStatus.class);

	/** What an input does. */
	enum State {

		/** Has not got anywhere yet. */
		STARTING,

		/** Waits for the NATS server. */
		WAITING_FOR_SERVER,

		/** Waits for its stream to appear. */
		WAITING_FOR_STREAM,

		/** Asks for messages and gets them. */
		RECEIVING,

		/** Keeps trying, but the server or the settings refuse it. */
		REFUSED

	}

	private final String binding;

	private final String destination;

	private State state = State.STARTING;

	private @Nullable String reason;

	private long repeated;

	BindingStatus(String binding, String destination) {
		this.binding = binding;
		this.destination = destination;
	}

	String binding() {
		return this.binding;
	}

	String destination() {
		return this.destination;
	}

	synchronized State state() {
		return this.state;
	}

	/** Returns the state and, unless it receives, why. */
	synchronized String describe() {
		return (this.reason != null) ? this.state + ": " + this.reason : this.state.name();
	}

	synchronized void receiving() {
		if (this.state == State.RECEIVING) {
			return;
		}
		if (this.reason != null) {
			logger.atInfo()
				.addKeyValue("binding", this.binding)
				.addKeyValue("destination", this.destination)
				.addKeyValue("was", this.reason)
				.addKeyValue("tries", this.repeated)
				.log("binding receives again");
		}
		this.state = State.RECEIVING;
		this.reason = null;
		this.repeated = 0;
	}

	synchronized void troubled(State trouble, String why) {
		if (trouble != this.state || !why.equals(this.reason)) {
			logger.atWarn()
				.addKeyValue("binding", this.binding)
				.addKeyValue("destination", this.destination)
				.addKeyValue("state", trouble)
				.addKeyValue("reason", why)
				.log("binding cannot receive");
		}
		this.state = trouble;
		this.reason = why;
		this.repeated++;
	}

}

package io.tandem.jetstream;

/** There is no connection to the NATS server at the moment; it is being retried. */
public class NatsUnavailableException extends RuntimeException {

	public NatsUnavailableException(String message) {
		super(message);
	}

}

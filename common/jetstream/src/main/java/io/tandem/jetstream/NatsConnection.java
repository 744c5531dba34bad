package io.tandem.jetstream;

import io.nats.client.Connection;

/**
 * The service's one connection to its machine's NATS server. Starts without a server, and
 * comes back by itself after one was down. Thread-safe.
 */
public interface NatsConnection {

	/**
	 * Returns the connection while it is up.
	 * @throws NatsUnavailableException at once if it is not
	 */
	Connection require() throws NatsUnavailableException;

	/** Tells whether the server can be talked to now, as far as is known. */
	boolean isConnected();

	/**
	 * Runs the action after each connect and reconnect, on a thread of the connection's
	 * own; now, if it is up already. An action that throws is logged and run again at the
	 * next connect.
	 */
	void onConnected(Runnable action);

}

package io.tandem.agent.config;

import java.net.http.HttpClient;

/**
 * The agent's own connections. Kept in a bean of its own type, so that the application's
 * HTTP clients and these do not get in each other's way.
 */
record AgentConnection(HttpClient client) implements AutoCloseable {

	/** Ends requests on their way: whoever needed them has ended before. */
	@Override
	public void close() {
		this.client.shutdownNow();
	}

}

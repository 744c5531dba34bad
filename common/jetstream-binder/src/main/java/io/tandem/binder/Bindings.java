package io.tandem.binder;

import io.tandem.jetstream.NatsConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** The inputs that are started; wakes them when the connection is back. Thread-safe. */
public class Bindings {

	private final NatsConnection connection;

	private final Set<JetStreamInbound> started = new CopyOnWriteArraySet<>();

	public Bindings(NatsConnection connection) {
		this.connection = connection;
		connection.onConnected(() -> this.started.forEach(JetStreamInbound::reconnected));
	}

	NatsConnection connection() {
		return this.connection;
	}

	void add(JetStreamInbound inbound) {
		this.started.add(inbound);
	}

	void remove(JetStreamInbound inbound) {
		this.started.remove(inbound);
	}

	List<BindingStatus> statuses() {
		return this.started.stream().map(JetStreamInbound::status).toList();
	}

}

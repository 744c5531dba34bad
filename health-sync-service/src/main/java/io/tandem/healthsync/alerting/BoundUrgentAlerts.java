package io.tandem.healthsync.alerting;

import io.tandem.binder.BoundSender;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.jetstream.NatsConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;

/** Sends through Spring Cloud Stream. Thread-safe. */
final class BoundUrgentAlerts implements UrgentAlerts {

	private final BoundSender sender;

	BoundUrgentAlerts(StreamBridge bridge, NatsConnection connection) {
		this.sender = new BoundSender(bridge, connection, "urgentAlerts");
	}

	@Override
	public @Nullable String send(String id, byte[] json) {
		return this.sender.send(json, Map.of(JetStreamHeaders.MESSAGE_ID, id, ID_HEADER, id));
	}

}

package io.tandem.failover.history;

import io.tandem.binder.BoundSender;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.jetstream.NatsConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;

/** Sends through Spring Cloud Stream, by one binding for all subjects. Thread-safe. */
final class BoundEventStream implements EventStream {

	private final BoundSender sender;

	BoundEventStream(StreamBridge bridge, NatsConnection connection) {
		this.sender = new BoundSender(bridge, connection, "failoverEvents");
	}

	@Override
	public @Nullable String send(String subject, String id, byte[] json) {
		return this.sender.send(json,
				Map.of(JetStreamHeaders.TARGET_SUBJECT, subject, JetStreamHeaders.MESSAGE_ID, id, ID_HEADER, id));
	}

}

package io.tandem.healthsync.desk;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.Observation;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads from the event streams what each machine's failover-service holds of its own hub.
 * Passes over all else that is in them. Thread-safe.
 */
final class FailoverEvents implements Consumer<Message<byte[]>> {

	private static final Logger logger = LoggerFactory.getLogger(FailoverEvents.class);

	private static final Duration LIVE_WITHIN = Duration.ofSeconds(10);

	private static final String OWN_HUB = "local-hub/";

	private final DeskQueue queue;

	private final InstantSource clock;

	FailoverEvents(DeskQueue queue, InstantSource clock) {
		this.queue = queue;
		this.clock = clock;
	}

	@Override
	public void accept(Message<byte[]> message) {
		Instant now = this.clock.instant();
		Instant storedAt = message.getHeaders().get(JetStreamHeaders.TIMESTAMP, Instant.class);
		boolean wasThere = Boolean.TRUE.equals(message.getHeaders().get(JetStreamHeaders.REPLAYED));
		Instant at = (storedAt != null) ? storedAt : now;
		boolean isReplayed = wasThere || at.plus(LIVE_WITHIN).isBefore(now);
		read(message.getPayload(), at, isReplayed).ifPresent((told) -> this.queue.offer(told, now));
	}

	/** Returns what the event tells of a hub; empty if nothing. */
	static Optional<Observation.ServiceTold> read(byte[] body, Instant at, boolean isReplayed) {
		JsonNode event;
		try {
			event = JsonMapper.shared().readTree(body);
		}
		catch (JacksonException ex) {
			logger.atDebug().setCause(ex).log("an event that is not JSON passed over");
			return Optional.empty();
		}
		String machine = event.path("machine").asString("");
		String tier = event.path("tier").asString("");
		if (!event.path("kind").asString("").equals("tier") || !tier.equals(OWN_HUB + machine)) {
			return Optional.empty();
		}
		HealthStatus status = switch (event.path("to").asString("")) {
			case "down" -> HealthStatus.DOWN;
			case "healthy" -> HealthStatus.UP;
			default -> HealthStatus.UNKNOWN;
		};
		return (status == HealthStatus.UNKNOWN) ? Optional.empty()
				: Optional.of(new Observation.ServiceTold(Topology.hub(machine), machine, status, at, isReplayed,
						event.path("why").asString("")));
	}

}

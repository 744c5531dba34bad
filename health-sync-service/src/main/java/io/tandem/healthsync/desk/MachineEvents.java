package io.tandem.healthsync.desk;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.Observation;
import io.tandem.retry.RepeatingFailure;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.messaging.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads from the machines' event streams what each one's failover-service holds of its
 * own hub, and what people said of incidents there. Passes over all else that is in them.
 * Thread-safe.
 */
final class MachineEvents implements Consumer<Message<byte[]>> {

	private static final Logger logger = LoggerFactory.getLogger(MachineEvents.class);

	private static final Duration LIVE_WITHIN = Duration.ofSeconds(10);

	/** So long an answer waits for room; nothing else would tell of it again. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String OWN_HUB = "local-hub/";

	private final RepeatingFailure invalid = new RepeatingFailure(logger, Map.of());

	private final DeskQueue queue;

	private final Map<String, String> machineOfStream;

	private final DeskMeters meters;

	private final InstantSource clock;

	/**
	 * @param machineOfStream the machines by the names of their event streams
	 */
	MachineEvents(DeskQueue queue, Map<String, String> machineOfStream, DeskMeters meters, InstantSource clock) {
		this.queue = queue;
		this.machineOfStream = Map.copyOf(machineOfStream);
		this.meters = meters;
		this.clock = clock;
	}

	@Override
	public void accept(Message<byte[]> message) {
		JsonNode event;
		try {
			event = JsonMapper.shared().readTree(message.getPayload());
		}
		catch (JacksonException ex) {
			logger.atDebug().setCause(ex).log("an event that is not JSON passed over");
			return;
		}
		if (event.path("kind").asString("").equals(AnswerEvent.KIND)) {
			answered(event, String.valueOf(message.getHeaders().get(JetStreamHeaders.STREAM)));
			return;
		}
		Instant now = this.clock.instant();
		Instant storedAt = message.getHeaders().get(JetStreamHeaders.TIMESTAMP, Instant.class);
		boolean wasThere = Boolean.TRUE.equals(message.getHeaders().get(JetStreamHeaders.REPLAYED));
		Instant at = (storedAt != null) ? storedAt : now;
		boolean isReplayed = wasThere || at.plus(LIVE_WITHIN).isBefore(now);
		hub(event, at, isReplayed).ifPresent((told) -> this.queue.offer(told, now));
	}

	private void answered(JsonNode event, String stream) {
		String machine = this.machineOfStream.getOrDefault(stream, "");
		Observation.Answered answered = AnswerEvent.read(event, machine).orElse(null);
		if (answered == null) {
			this.meters.answer("invalid");
			this.invalid.failed(Level.WARN, stream).log("an answer that is none is passed over");
			return;
		}
		this.invalid.ended().log("answers can be read again");
		boolean isTaken = this.queue.offer(answered, this.clock.instant(), PATIENCE);
		this.meters.answer(isTaken ? "heard" : "dropped");
	}

	/** Returns what the event tells of a hub; empty if nothing. */
	static Optional<Observation.ServiceTold> hub(JsonNode event, Instant at, boolean isReplayed) {
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

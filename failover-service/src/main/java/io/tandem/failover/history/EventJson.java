package io.tandem.failover.history;

import io.tandem.wire.subject.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the events and urgent alerts that go to the stream, in the form of
 * {@code docs/failover-events.md}.
 */
final class EventJson {

	static final int SCHEMA_VERSION = 1;

	private static final JsonMapper JSON = JsonMapper.shared();

	private EventJson() {
	}

	static byte[] decision(Machine machine, StoredDecision decision) {
		ObjectNode json = begin(machine).put("epoch", decision.epoch())
			.put("number", decision.number())
			.put("at", decision.at().toString())
			.put("kind", decision.kind().word());
		if (decision.tier() != null) {
			json.put("tier", decision.tier());
		}
		json.put("from", decision.from())
			.put("to", decision.to())
			.put("trigger", decision.trigger())
			.put("why", decision.why())
			.set("evidence", tree(decision.evidence()));
		return bytes(json);
	}

	static byte[] alert(Machine machine, Incident incident, boolean isEnd) {
		ObjectNode json = begin(machine).put("incident", incident.id().toString())
			.put("event", isEnd ? "closed" : "opened")
			.put("severity", incident.severity().word())
			.put("openedAt", incident.openedAt().toString())
			.put("openedBy", incident.openedBy());
		Instant closedAt = incident.closedAt();
		if (isEnd && closedAt != null) {
			json.put("closedAt", closedAt.toString())
				.put("closedBy", incident.closedBy())
				.put("moves", incident.moves());
		}
		return bytes(json.put("tier", incident.tier().toString())
			.put("summary", incident.summary())
			.put("why", incident.why())
			.put("decision", incident.lastDecision()));
	}

	private static ObjectNode begin(Machine machine) {
		return JSON.createObjectNode().put("schemaVersion", SCHEMA_VERSION).put("machine", machine.name());
	}

	/** Returns null for what is not JSON: only a hand in the database can cause that. */
	static @Nullable JsonNode tree(String json) {
		try {
			return JSON.readTree(json);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static byte[] bytes(ObjectNode json) {
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

}

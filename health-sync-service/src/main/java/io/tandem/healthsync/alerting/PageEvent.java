package io.tandem.healthsync.alerting;

import io.tandem.wire.subject.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that became of a page, as the event stream has it. Immutable.
 *
 * @param level the one that was reached; at the end, the highest there was
 */
record PageEvent(Page page, Kind kind, Severity level, Instant at) {

	static final int SCHEMA_VERSION = 1;

	private static final JsonMapper JSON = JsonMapper.shared();

	/** Returns the same for every copy, also of another run of the service. */
	String id() {
		return this.page.incident() + "/" + switch (this.kind) {
			case OPENED, RAISED -> this.level.word();
			case ACKNOWLEDGED, CLOSED -> this.kind.word();
		};
	}

	byte[] json(Machine teller) {
		ObjectNode json = JSON.createObjectNode()
			.put("schemaVersion", SCHEMA_VERSION)
			.put("machine", teller.name())
			.put("incident", this.page.incident())
			.put("event", this.kind.word())
			.put("at", this.at.toString())
			.put("severity", this.level.word())
			.put("incidentSeverity", this.page.severity().word());
		json.putObject("cause")
			.put("name", this.page.cause())
			.put("kind", this.page.kind().word())
			.put("machine", this.page.machine())
			.put("node", this.page.node());
		json.put("openedAt", this.page.startedAt().toString());
		if (this.page.endedAt() != null) {
			json.put("closedAt", this.page.endedAt().toString());
		}
		if (this.page.acknowledged() != null) {
			json.put("acknowledgedBy", this.page.acknowledged().by());
		}
		json.put("summary", this.page.summary()).put("why", this.page.description());
		if (this.page.url() != null) {
			json.put("url", this.page.url().toString());
		}
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/** What became of it. */
	enum Kind {

		/** It was opened, at the severity of the incident. */
		OPENED,
		/** It has reached another level. */
		RAISED,
		/** Somebody has taken it on. */
		ACKNOWLEDGED,
		/** It is over. */
		CLOSED;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

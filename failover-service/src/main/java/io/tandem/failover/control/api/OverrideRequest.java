package io.tandem.failover.control.api;

import io.tandem.failover.control.Plan;
import io.tandem.failover.detection.Observation.Pin;
import io.tandem.failover.detection.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A human's wish to take over, as it was sent, and every fault in it. Confined to one
 * thread.
 */
final class OverrideRequest {

	private static final List<String> FIELDS = List.of("tier", "automation", "reason", "for", "until");

	private static final int MOST_REASON = 500;

	private final JsonNode body;

	private final Plan plan;

	private final Instant now;

	private final Duration usual;

	private final Duration most;

	private final List<Fault> faults = new ArrayList<>();

	OverrideRequest(JsonNode body, Plan plan, Instant now, Duration usual, Duration most) {
		this.body = body;
		this.plan = plan;
		this.now = now;
		this.usual = usual;
		this.most = most;
	}

	/**
	 * Reads it.
	 * @throws FaultyOverrideException if anything is wrong with it, with all of it
	 */
	Pin read() {
		if (!this.body.isObject()) {
			this.faults.add(new Fault("", "must be a JSON object"));
			throw new FaultyOverrideException(this.faults);
		}
		this.body.propertyNames()
			.stream()
			.filter((name) -> !FIELDS.contains(name))
			.forEach((name) -> fault(name, "is not known; there are " + String.join(", ", FIELDS)));
		Tier tier = tier();
		String reason = reason();
		Instant until = until();
		if (!this.faults.isEmpty() || reason == null || until == null) {
			throw new FaultyOverrideException(this.faults);
		}
		return new Pin(tier, reason, this.now, until);
	}

	private @Nullable Tier tier() {
		String name = text("tier");
		String automation = text("automation");
		if (automation != null && !automation.equals("off")) {
			fault("automation", "can only be \"off\"; give back by DELETE");
		}
		if (name == null) {
			if (automation == null) {
				fault("tier", "is missing: name a tier of " + this.plan.tiers() + ", or set \"automation\": \"off\"");
			}
			return null;
		}
		if (automation != null) {
			fault("automation", "cannot go with a tier: a pinned tier needs no automation");
		}
		Tier found = this.plan.find(name).orElse(null);
		if (found == null) {
			fault("tier", "is none of " + this.plan.tiers() + ": " + name);
		}
		return found;
	}

	private @Nullable String reason() {
		String reason = text("reason");
		if (reason == null || reason.isBlank()) {
			fault("reason", "is missing: say why, for those who find it");
			return null;
		}
		if (reason.length() > MOST_REASON) {
			fault("reason", "has " + reason.length() + " characters, more than " + MOST_REASON);
		}
		return reason.strip();
	}

	private @Nullable Instant until() {
		String length = text("for");
		String end = text("until");
		if (length != null && end != null) {
			fault("until", "cannot go with \"for\"");
			return null;
		}
		try {
			if (length != null) {
				return bounded("for", Duration.parse(length));
			}
			if (end != null) {
				return bounded("until", Duration.between(this.now, OffsetDateTime.parse(end)));
			}
			return this.now.plus(this.usual);
		}
		catch (DateTimeParseException ex) {
			fault((length != null) ? "for" : "until", (length != null) ? "must be an ISO-8601 duration such as PT30M"
					: "must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
			return null;
		}
	}

	private @Nullable Instant bounded(String field, Duration length) {
		if (!length.isPositive() || length.compareTo(this.most) > 0) {
			fault(field, "must end in the future and within " + this.most);
			return null;
		}
		return this.now.plus(length);
	}

	private @Nullable String text(String field) {
		JsonNode value = this.body.get(field);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			fault(field, "must be a text");
			return null;
		}
		return value.stringValue();
	}

	private void fault(String field, String problem) {
		this.faults.add(new Fault(field, problem));
	}

	/** What is wrong with a field. */
	record Fault(String field, String problem) {
	}

}

package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Cause;
import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Overdue;
import io.tandem.failover.detection.Observation.PeerView;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Result.Failure;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Observation.Stall;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes and reads the lines of a trace. */
final class TraceLines {

	static final int VERSION = 1;

	static final JsonMapper JSON = JsonMapper.builder().build();

	private TraceLines() {
	}

	static String write(Header header) {
		ObjectNode line = JSON.createObjectNode()
			.put("trace", VERSION)
			.put("machine", header.machine())
			.put("at", header.at())
			.put("wall", header.wall().toString())
			.put("number", header.number());
		header.plan().forEach((tier) -> line.withArray("plan").add(tier.toString()));
		line.set("settings", JSON.valueToTree(header.settings()));
		return line.toString();
	}

	/** Returns the line; null for a tick. */
	static @Nullable String write(Observation observation) {
		ObjectNode line = JSON.createObjectNode().put("at", observation.at());
		switch (observation) {
			case Outcome outcome -> {
				line.put("outcome", outcome.tier().toString())
					.put("source", outcome.source().name())
					.put("startedAt", outcome.startedAt());
				switch (outcome.result()) {
					case Result.Success success -> line.put("result", "SUCCESS");
					case Failure failure -> line.put("result", failure.kind().name()).put("detail", failure.detail());
				}
			}
			case Overdue overdue -> line.put("overdue", overdue.tier().toString())
				.put("source", overdue.source().name())
				.put("startedAt", overdue.startedAt());
			case PeerView view -> line.put("peer", view.peer())
				.put("via", view.via().name())
				.put("tier", view.tier().toString())
				.put("state", view.state().name())
				.put("age", view.ageNanos());
			case Stall stall -> line.put("stall", stall.cause().name()).put("from", stall.from());
			case Observation.ClockJump jump -> line.put("clockJump", jump.byMillis());
			case Observation.Overridden overridden -> line.set("override", override(overridden.override()));
			case Observation.Tick tick -> {
				return null;
			}
		}
		return line.toString();
	}

	private static JsonNode override(Observation.@Nullable Pin override) {
		if (override == null) {
			return JSON.getNodeFactory().nullNode();
		}
		return JSON.createObjectNode()
			.put("tier", (override.tier() != null) ? override.tier().toString() : null)
			.put("reason", override.reason())
			.put("since", override.since().toString())
			.put("until", override.until().toString());
	}

	static String write(Decided decided) {
		return JSON.createObjectNode()
			.put("at", decided.at())
			.put("number", decided.number())
			.put("of", decided.of())
			.put("from", decided.from())
			.put("to", decided.to())
			.put("trigger", decided.trigger())
			.put("why", decided.why())
			.toString();
	}

	/**
	 * @throws IllegalArgumentException if it is not a header, or one of another version
	 */
	static Header header(JsonNode line) {
		if (line.path("trace").asInt(0) != VERSION) {
			throw new IllegalArgumentException("not the first line of a trace of version " + VERSION);
		}
		List<Tier> plan = new ArrayList<>();
		line.path("plan").forEach((tier) -> plan.add(Tier.parse(tier.asString())));
		return new Header(text(line, "machine"), number(line, "at"), Instant.parse(text(line, "wall")),
				number(line, "number"), plan, JSON.treeToValue(line.path("settings"), EngineSettings.class));
	}

	/** Returns the decision on the line; null if it is an observation. */
	static @Nullable Decided decided(JsonNode line) {
		return !line.has("of") ? null : new Decided(number(line, "at"), number(line, "number"), text(line, "of"),
				text(line, "from"), text(line, "to"), text(line, "trigger"), text(line, "why"));
	}

	/**
	 * @throws IllegalArgumentException if it is not an observation
	 */
	static Observation observation(JsonNode line) {
		long at = number(line, "at");
		if (line.has("outcome")) {
			String result = text(line, "result");
			return new Outcome(Tier.parse(text(line, "outcome")), Source.valueOf(text(line, "source")),
					number(line, "startedAt"), at, result.equals("SUCCESS") ? new Result.Success()
							: new Failure(Failure.Kind.valueOf(result), text(line, "detail")));
		}
		if (line.has("overdue")) {
			return new Overdue(Tier.parse(text(line, "overdue")), Source.valueOf(text(line, "source")),
					number(line, "startedAt"), at);
		}
		if (line.has("peer")) {
			return new PeerView(text(line, "peer"), Via.valueOf(text(line, "via")), Tier.parse(text(line, "tier")),
					TierState.valueOf(text(line, "state")), number(line, "age"), at);
		}
		if (line.has("stall")) {
			return new Stall(number(line, "from"), at, Cause.valueOf(text(line, "stall")));
		}
		if (line.has("clockJump")) {
			return new Observation.ClockJump(at, number(line, "clockJump"));
		}
		if (line.has("override")) {
			return new Observation.Overridden(at, readOverride(line.path("override")));
		}
		throw new IllegalArgumentException("neither an observation nor a decision");
	}

	private static Observation.@Nullable Pin readOverride(JsonNode node) {
		if (node.isNull()) {
			return null;
		}
		return new Observation.Pin(node.path("tier").isString() ? Tier.parse(text(node, "tier")) : null,
				text(node, "reason"), Instant.parse(text(node, "since")), Instant.parse(text(node, "until")));
	}

	private static String text(JsonNode line, String name) {
		if (!line.path(name).isString()) {
			throw new IllegalArgumentException("no text named " + name);
		}
		return line.path(name).asString();
	}

	private static long number(JsonNode line, String name) {
		if (!line.path(name).isIntegralNumber()) {
			throw new IllegalArgumentException("no whole number named " + name);
		}
		return line.path(name).asLong();
	}

}

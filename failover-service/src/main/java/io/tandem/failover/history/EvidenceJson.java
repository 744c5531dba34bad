package io.tandem.failover.history;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a transition was decided from for a human and for later tools: moments are
 * milliseconds before the decision, so most are negative. The form is described in
 * {@code docs/failover-events.md} and may only grow.
 */
final class EvidenceJson {

	/** The newest are kept: more than this the engine does not hold today. */
	private static final int MOST_OBSERVATIONS = 500;

	private static final int LONGEST_TEXT = 500;

	private static final JsonMapper JSON = JsonMapper.shared();

	private final long decidedAt;

	private EvidenceJson(long decidedAt) {
		this.decidedAt = decidedAt;
	}

	static String write(Transition transition) {
		return new EvidenceJson(transition.at()).evidence(transition).toString();
	}

	private ObjectNode evidence(Transition transition) {
		ObjectNode json = JSON.createObjectNode();
		if (transition.change() instanceof Change.OfOverride(var from, var to)) {
			put(json, "overrideBefore", from);
			put(json, "override", to);
		}
		List<Observation> all = transition.evidence().observations();
		List<Observation> newest = all.subList(Math.max(0, all.size() - MOST_OBSERVATIONS), all.size());
		if (newest.size() < all.size()) {
			json.put("observationsLeftOut", all.size() - newest.size());
		}
		ArrayNode observations = json.putArray("observations");
		newest.forEach((observation) -> add(observations, observation));
		ObjectNode tiers = json.putObject("tiers");
		transition.evidence().tiers().forEach((tier, view) -> put(tiers.putObject(tier.toString()), view));
		put(json.putObject("self"), transition.evidence().self());
		ArrayNode peers = json.putArray("peers");
		transition.evidence().peers().forEach((view) -> add(peers, view));
		return json;
	}

	private void add(ArrayNode array, Observation observation) {
		if (observation instanceof Observation.Tick) {
			return;
		}
		ObjectNode json = array.addObject().put("atMs", relative(observation.at()));
		switch (observation) {
			case Observation.Outcome(var tier, var source, long startedAt, long at, Result result) -> {
				json.put("what", Decision.lower(source)).put("tier", tier.toString()).put("tookMs", ms(at - startedAt));
				switch (result) {
					case Result.Success success -> json.put("result", "success");
					case Result.Failure(var kind, String detail) ->
						json.put("result", Decision.lower(kind)).put("detail", Decision.cut(detail, LONGEST_TEXT));
				}
			}
			case Observation.Overdue(var tier, var source, long startedAt, long at) ->
				json.put("what", Decision.lower(source))
					.put("tier", tier.toString())
					.put("tookMs", ms(at - startedAt))
					.put("result", "overdue");
			case Observation.PeerView(String peer, var via, var tier, var state, long ageNanos, long at) -> {
				json.put("what", "peer")
					.put("peer", peer)
					.put("via", Decision.lower(via))
					.put("tier", tier.toString())
					.put("state", Decision.lower(state));
				putIfKnown(json, "sinceSuccessMs", ageNanos);
			}
			case Observation.Stall(long from, long at, var cause) ->
				json.put("what", "stall").put("cause", Decision.lower(cause)).put("lastedMs", ms(at - from));
			case Observation.ClockJump(long at, long byMillis) -> json.put("what", "clock-jump").put("byMs", byMillis);
			case Observation.Overridden(long at, var override) -> {
				json.put("what", "override");
				put(json, "override", override);
			}
			case Observation.Tick tick -> {
			}
		}
	}

	private void put(ObjectNode json, TierView view) {
		json.put("state", Decision.lower(view.state()))
			.put("sinceMs", relative(view.since()))
			.put("failures", view.failures())
			.put("successes", view.successes());
		putIfKnown(json, "sinceSuccessMs", view.sinceSuccessNanos());
		json.put("roundTripUs", TimeUnit.NANOSECONDS.toMicros(view.roundTripNanos()))
			.put("deviationUs", TimeUnit.NANOSECONDS.toMicros(view.deviationNanos()))
			.put("flaps", view.flaps())
			.put("holdDownMs", ms(view.holdDownNanos()));
	}

	private void put(ObjectNode json, SelfView self) {
		json.put("stalls", self.stalls()).put("stalledMs", ms(self.stalledNanos()));
		Observation.Stall last = self.lastStall();
		if (last == null) {
			json.putNull("lastStall");
		}
		else {
			json.putObject("lastStall")
				.put("atMs", relative(last.at()))
				.put("cause", Decision.lower(last.cause()))
				.put("lastedMs", ms(last.at() - last.from()));
		}
	}

	private static void put(ObjectNode json, String name, Observation.@Nullable Pin override) {
		if (override == null) {
			json.putNull(name);
			return;
		}
		json.putObject(name)
			.put("tier", (override.tier() != null) ? override.tier().toString() : null)
			.put("reason", Decision.cut(override.reason(), LONGEST_TEXT))
			.put("since", override.since().toString())
			.put("until", override.until().toString());
	}

	private static void putIfKnown(ObjectNode json, String name, long nanos) {
		if (nanos == Long.MAX_VALUE) {
			json.putNull(name);
		}
		else {
			json.put(name, ms(nanos));
		}
	}

	private long relative(long at) {
		return ms(at - this.decidedAt);
	}

	private static long ms(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

}

package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers.Decision;
import io.tandem.console.source.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One decision and what it was made from.
 *
 * @param line the same as in the list; null if nothing is known of it
 * @param stored when it was on the disk, and when it was told
 * @param chart how long tries took before it; null for fewer than two
 * @param observations the newest first
 * @param leftOut how many observations there were before those
 * @param tiers as they were held after it
 * @param self how the decider fared
 */
public record DecisionPage(String machine, long number, Panel panel, FailoverPage.@Nullable DecisionLine line,
		@Nullable String stored, @Nullable Chart chart, List<ObservationLine> observations, long leftOut,
		List<HeldTier> tiers, @Nullable String self) {

	static DecisionPage of(String machine, long number, Seen<Decision> seen, Instant now) {
		Times times = new Times(now);
		Panel panel = Panel.of("The failover-service of " + machine, seen, times);
		Decision decision = seen.value();
		if (decision == null) {
			return new DecisionPage(machine, number, panel, null, null, null, List.of(), 0, List.of(), null);
		}
		JsonNode evidence = decision.evidence();
		List<ObservationLine> observations = new ArrayList<>();
		Chart.Points tries = new Chart.Points();
		List<HeldTier> tiers = new ArrayList<>();
		if (evidence != null) {
			for (JsonNode observation : evidence.path("observations")) {
				observations.add(ObservationLine.of(observation));
				if (observation.has("tookMs")) {
					tries.add(decision.at().plusMillis(observation.path("atMs").asLong()),
							observation.path("tookMs").asDouble());
				}
			}
			evidence.path("tiers")
				.properties()
				.forEach((tier) -> tiers.add(HeldTier.of(tier.getKey(), tier.getValue())));
		}
		return new DecisionPage(machine, number, panel, FailoverPage.DecisionLine.of(machine, decision, times),
				stored(decision, times), (tries.size() < 2) ? null : tries.dots("How long each try took, ms"),
				observations.reversed(), (evidence != null) ? evidence.path("observationsLeftOut").asLong(0) : 0, tiers,
				(evidence != null) ? self(evidence.path("self")) : null);
	}

	private static String stored(Decision decision, Times times) {
		When stored = times.when(decision.storedAt());
		When told = times.when(decision.publishedAt());
		return ((stored != null) ? "on the disk at " + stored.text() : "not on the disk yet")
				+ ((told != null) ? ", told to the stream at " + told.text() : ", not told to the stream yet");
	}

	private static @Nullable String self(JsonNode self) {
		long stalls = self.path("stalls").asLong(0);
		return (stalls == 0) ? "it did not stand still"
				: "it had stood still " + stalls + " " + ((stalls == 1) ? "time" : "times") + " since its start, "
						+ self.path("stalledMs").asLong() + " ms in all; what it saw meanwhile was discarded";
	}

	/**
	 * What was seen.
	 *
	 * @param before how long before the decision
	 */
	public record ObservationLine(Level level, String before, String what, String about, String took, String result,
			String detail) {

		static ObservationLine of(JsonNode observation) {
			String what = observation.path("what").asString("");
			String result = observation.path("result").asString("");
			Level level = switch (result) {
				case "success" -> Level.GOOD;
				case "overdue" -> Level.WATCH;
				case "" -> Level.UNKNOWN;
				default -> Level.BAD;
			};
			String about = observation.path("tier").asString("");
			String detail = observation.path("detail").asString("");
			switch (what) {
				case "peer" -> {
					result = observation.path("state").asString("");
					detail = observation.path("peer").asString("") + " by " + observation.path("via").asString("");
				}
				case "stall" -> detail = observation.path("cause").asString("");
				case "clock-jump" -> detail = "by " + observation.path("byMs").asLong() + " ms";
				default -> {
				}
			}
			long took = observation.path("tookMs").asLong(observation.path("lastedMs").asLong(-1));
			return new ObservationLine(level, "%,d ms".formatted(-observation.path("atMs").asLong()), what, about,
					(took >= 0) ? "%,d ms".formatted(took) : "", result, detail);
		}

	}

	/** A tier as it was held. */
	public record HeldTier(Level level, String tier, String state, long failures, long successes, String roundTrip,
			long flaps, String holdDown) {

		static HeldTier of(String tier, JsonNode held) {
			String state = held.path("state").asString("");
			return new HeldTier(Level.ofTier(state), tier, state, held.path("failures").asLong(),
					held.path("successes").asLong(),
					held.path("roundTripUs").isNumber()
							? "%.1f ms".formatted(held.path("roundTripUs").asDouble() / 1000) : "",
					held.path("flaps").asLong(), "%,d ms".formatted(held.path("holdDownMs").asLong()));
		}

	}

}

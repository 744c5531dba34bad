package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers.Decision;
import io.tandem.console.source.FailoverAnswers.Decisions;
import io.tandem.console.source.FailoverAnswers.Override;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where records went and why.
 *
 * @param kind which decisions are shown; null for all
 * @param machines this console's own first
 * @param decisions of all machines, the newest first
 */
public record FailoverPage(@Nullable String kind, List<MachineRoute> machines, List<DecisionLine> decisions) {

	/** Of all machines together. */
	private static final int MOST = 200;

	/** From the worst to the best, as the chart has them. */
	private static final List<String> TIERS = List.of("spool", "pushgateway", "peer-hub", "local-hub");

	/** What a machine's failover-service says. */
	record Input(String machine, Seen<State> state, Seen<Decisions> decisions, Seen<Decisions> routes) {
	}

	static FailoverPage of(@Nullable String kind, List<Input> inputs, Instant now) {
		Times times = new Times(now);
		List<DecisionLine> lines = new ArrayList<>();
		for (Input input : inputs) {
			Decisions decisions = input.decisions().value();
			if (decisions != null) {
				decisions.decisions()
					.forEach((decision) -> lines.add(DecisionLine.of(input.machine(), decision, times)));
			}
		}
		lines.sort(Comparator.comparing((DecisionLine line) -> line.at().iso()).reversed());
		return new FailoverPage(kind, inputs.stream().map((input) -> MachineRoute.of(input, times)).toList(),
				lines.stream().limit(MOST).toList());
	}

	/**
	 * A machine's route.
	 *
	 * @param override who has taken over; null for nobody
	 * @param chart where its records went; null if that is not known
	 */
	public record MachineRoute(String machine, Panel panel, Level level, @Nullable String route, @Nullable When since,
			@Nullable String why, @Nullable String override, @Nullable Chart chart) {

		static MachineRoute of(Input input, Times times) {
			Panel panel = Panel.of("The failover-service of " + input.machine(), input.state(), times);
			State state = input.state().value();
			if (state == null) {
				return new MachineRoute(input.machine(), panel, Level.UNKNOWN, null, null, null, null, null);
			}
			Level level = state.route().tier().startsWith("local-hub/") ? Level.GOOD : Level.WATCH;
			return new MachineRoute(input.machine(), panel, panel.note() == null ? level : Level.UNKNOWN,
					state.route().tier(), times.at(state.route().since()), state.route().why(),
					override(state.override(), times), chart(input, state));
		}

		private static @Nullable String override(@Nullable Override override, Times times) {
			if (override == null) {
				return null;
			}
			String what = (override.tier() != null) ? "pinned to " + override.tier() : "automation is off";
			return what + " until " + times.at(override.until()).text() + " UTC: " + override.reason();
		}

		private static @Nullable Chart chart(Input input, State state) {
			Decisions routes = input.routes().value();
			if (routes == null) {
				return null;
			}
			Chart.Points points = new Chart.Points();
			for (Decision decision : routes.decisions().reversed()) {
				add(points, decision.at(), String.valueOf(decision.to()));
			}
			add(points, state.at(), state.route().tier());
			return (points.size() < 2) ? null
					: points.stepped("Route of " + input.machine(), state.route().tier(), TIERS);
		}

		private static void add(Chart.Points points, Instant at, String tier) {
			int slash = tier.indexOf('/');
			int height = TIERS.indexOf((slash > 0) ? tier.substring(0, slash) : tier);
			if (height >= 0) {
				points.add(at, height);
			}
		}

	}

	/** A decision in a list. */
	public record DecisionLine(When at, String machine, Level level, String kind, String change, String trigger,
			String why, String href) {

		static DecisionLine of(String machine, Decision decision, Times times) {
			return new DecisionLine(times.exact(decision.at()), machine, level(decision), decision.kind(),
					change(decision), decision.trigger(), decision.why(),
					"/console/failover/" + machine + "/" + decision.number());
		}

		static String change(Decision decision) {
			String what = (decision.tier() != null) ? decision.tier() + ": " : "";
			return what + decision.from() + " → " + decision.to();
		}

		static Level level(Decision decision) {
			String to = String.valueOf(decision.to());
			return switch (decision.kind()) {
				case "tier" -> Level.ofTier(to);
				case "route" -> to.startsWith("local-hub/") ? Level.GOOD : Level.WATCH;
				default -> "auto".equals(to) ? Level.GOOD : Level.WATCH;
			};
		}

	}

}

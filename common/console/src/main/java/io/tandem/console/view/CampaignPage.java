package io.tandem.console.view;

import io.tandem.console.source.CampaignAnswers.Campaign;
import io.tandem.console.source.CampaignAnswers.Decider;
import io.tandem.console.source.CampaignAnswers.Detail;
import io.tandem.console.source.CampaignAnswers.Gate;
import io.tandem.console.source.CampaignAnswers.Go;
import io.tandem.console.source.CampaignAnswers.Step;
import io.tandem.console.source.CampaignAnswers.Week;
import io.tandem.console.source.Seen;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's migration: which step is in turn, what its gates say, and what was decided
 * of each week.
 *
 * @param isStarted whether there is one at all
 * @param go whether it may go on
 * @param goWhy why, or why not; null if nothing is said
 */
public record CampaignPage(String centre, Panel panel, boolean isStarted, Level level, @Nullable String name,
		@Nullable String state, @Nullable String reason, @Nullable String progress, @Nullable When begun,
		@Nullable String turn, @Nullable String go, @Nullable String goWhy, List<StepLine> steps, List<WeekLine> weeks,
		List<EventLine> events) {

	private static final MathContext FIGURES = new MathContext(6);

	/** What the page is made from. */
	record Input(String centre, Seen<Campaign[]> campaigns, Seen<Go> go, Seen<Step[]> steps, Seen<Week[]> weeks,
			Seen<Detail> detail) {
	}

	static CampaignPage of(Input input, Instant now) {
		Times times = new Times(now);
		Panel panel = Panel.of("The hub of " + input.centre(), input.campaigns(), times);
		Campaign[] campaigns = input.campaigns().value();
		if (campaigns == null || campaigns.length == 0) {
			return new CampaignPage(input.centre(), panel, false, Level.UNKNOWN, null, null, null, null, null, null,
					null, null, List.of(), List.of(), List.of());
		}
		Campaign campaign = campaigns[0];
		Go go = input.go().value();
		Step[] steps = input.steps().value();
		Week[] weeks = input.weeks().value();
		Detail detail = input.detail().value();
		return new CampaignPage(input.centre(), panel, true, levelOf(campaign.state()), campaign.name(),
				campaign.state(), campaign.reason(), campaign.done() + " of " + campaign.steps() + " steps are done",
				times.at(campaign.startedAt()), turn(campaign), (go != null) ? go.verdict() : null,
				(go != null) ? go.reason() : null,
				(steps != null) ? List.of(steps).stream().map(StepLine::of).toList() : List.of(),
				(weeks != null) ? List.of(weeks).stream().map((week) -> WeekLine.of(week, times)).toList() : List.of(),
				(detail != null) ? detail.events()
					.stream()
					.limit(100)
					.map((event) -> new EventLine(times.at(event.at()), event.step(), event.state(), event.reason()))
					.toList() : List.of());
	}

	private static @Nullable String turn(Campaign campaign) {
		return (campaign.turn() != null) ? campaign.turn() + ", " + campaign.turnState() : null;
	}

	private static Level levelOf(String state) {
		return switch (state) {
			case "running", "completed" -> Level.GOOD;
			case "held" -> Level.WATCH;
			case "stopped" -> Level.BAD;
			default -> Level.UNKNOWN;
		};
	}

	private static Level levelOfVerdict(String verdict) {
		return switch (verdict) {
			case "pass", "go" -> Level.GOOD;
			case "fail", "no-go", "stop" -> Level.BAD;
			default -> Level.UNKNOWN;
		};
	}

	/**
	 * A step.
	 *
	 * @param isDone whether it is over
	 * @param criteria what will be judged; null once it is or was
	 */
	public record StepLine(int week, String step, @Nullable String title, String state, boolean isDone,
			List<GateLine> gates, @Nullable String criteria) {

		static StepLine of(Step step) {
			return new StepLine(step.week(), step.step(), step.title(), step.state(), step.done(),
					step.gates().stream().map(GateLine::of).toList(),
					(step.done() || !step.gates().isEmpty()) ? null : String.join(", ", step.criteria()));
		}

	}

	/** What came of a criterion. */
	public record GateLine(Level level, String criterion, String verdict, @Nullable String evidence) {

		static GateLine of(Gate gate) {
			return new GateLine(levelOfVerdict(gate.verdict()), gate.criterion(), gate.verdict(), gate.evidence());
		}

	}

	/**
	 * What was decided of a week.
	 *
	 * @param approval who let the campaign go on, or that nobody has; null if nobody had
	 * to
	 * @param deciders what decided it
	 */
	public record WeekLine(Level level, int week, String verdict, When at, String step, @Nullable String approval,
			List<GateLine> deciders) {

		static WeekLine of(Week week, Times times) {
			return new WeekLine(levelOfVerdict(week.verdict()), week.week(), week.verdict(), times.at(week.judgedAt()),
					week.step(), approval(week, times), week.criteria().stream().map(WeekLine::decider).toList());
		}

		private static @Nullable String approval(Week week, Times times) {
			if (week.approvedAt() != null) {
				return "approved by " + week.approvedBy() + " at " + times.at(week.approvedAt()).text() + ": "
						+ week.approvedReason();
			}
			return week.needsApproval() ? "not approved" : null;
		}

		private static GateLine decider(Decider decider) {
			String figure = (decider.actual() != null)
					? plain(decider.actual()) + " " + decider.unit() + ", to be " + decider.target() + "; " : "";
			return new GateLine(levelOfVerdict(decider.verdict()),
					decider.step() + ", " + decider.state() + ": " + decider.criterion(), decider.verdict(),
					figure + decider.evidence());
		}

	}

	private static String plain(double figure) {
		return new BigDecimal(figure).round(FIGURES).stripTrailingZeros().toPlainString();
	}

	/** A change. */
	public record EventLine(When at, @Nullable String step, @Nullable String state, @Nullable String reason) {
	}

}

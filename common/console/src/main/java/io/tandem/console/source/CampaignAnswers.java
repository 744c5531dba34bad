package io.tandem.console.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the centre's hub answers of a fleet migration. */
public final class CampaignAnswers {

	private CampaignAnswers() {
	}

	/**
	 * A campaign.
	 *
	 * @param turn the step that it is at; null if all is done
	 * @param done how many steps are
	 */
	public record Campaign(String id, String name, String state, @Nullable String reason, double timeScale,
			Instant startedAt, @Nullable String turn, @Nullable String turnState, int done, int steps) {
	}

	/** A campaign with its newest changes first. */
	public record Detail(@Nullable Campaign migration, List<Event> events) {
	}

	/**
	 * A change.
	 *
	 * @param step whose state changed; empty for the campaign itself
	 */
	public record Event(Instant at, @Nullable String step, @Nullable String state, @Nullable String reason) {
	}

	/**
	 * A step.
	 *
	 * @param step the batch, or the task where it moves nobody
	 * @param gates what was judged last; empty where nothing is judged now
	 */
	public record Step(int week, String task, @Nullable String title, String step, String state, boolean done,
			List<String> criteria, List<Gate> gates) {
	}

	/** What came of a criterion. */
	public record Gate(String criterion, @Nullable String claim, String verdict, @Nullable String evidence) {
	}

	/**
	 * Whether it may go on.
	 *
	 * @param verdict {@code go}, {@code no-go}, {@code unknown} or {@code stop}
	 */
	public record Go(String verdict, @Nullable String reason, @Nullable Integer week) {
	}

	/**
	 * What was decided of a week.
	 *
	 * @param verdict {@code go}, {@code no-go} or {@code stop}
	 * @param step whose gate decided
	 * @param needsApproval whether a human has, or had, to let the campaign go on
	 * @param approvedBy null if nobody has, with the two below
	 * @param leftOut criteria that are not remembered
	 */
	public record Week(int week, String verdict, String step, Instant judgedAt, boolean needsApproval,
			@Nullable String approvedBy, @Nullable String approvedReason, @Nullable Instant approvedAt,
			List<Decider> criteria, int leftOut) {
	}

	/**
	 * A criterion that decided a week.
	 *
	 * @param state of the step when it was judged
	 * @param actual the figure that was measured; null if none could be
	 * @param target what it was to be, in words
	 */
	public record Decider(String step, String state, String criterion, String verdict, @Nullable Double actual,
			String unit, String target, String evidence) {
	}

}

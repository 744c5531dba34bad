package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts, shows, approves and takes back a campaign. */
@RestController
@ConditionalOnBooleanProperty(name = "tandem.jetstream.enabled", matchIfMissing = true)
class MigrationController {

	private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,80}");

	private final Migrations migrations;

	private final MigrationStore store;

	private final GateHistory history;

	MigrationController(Migrations migrations, MigrationStore store, GateHistory history) {
		this.migrations = migrations;
		this.store = store;
		this.history = history;
	}

	/**
	 * Starts a campaign.
	 * @param body the campaign file
	 * @param timeScale instead of the file's; for rehearsals
	 */
	@PostMapping("/api/v1/migrations")
	@ResponseStatus(HttpStatus.CREATED)
	View start(@RequestBody byte[] body, @RequestParam(required = false) @Nullable Double timeScale) {
		if (timeScale != null && !(timeScale >= 0.0001 && timeScale <= 10)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-campaign",
					"timeScale must be from 0.0001 to 10: timeScale=" + timeScale);
		}
		try {
			return View.of(this.migrations.start(new String(body, StandardCharsets.UTF_8), timeScale));
		}
		catch (InvalidCampaignException ex) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-campaign", String.valueOf(ex.getMessage()));
		}
		catch (IllegalStateException ex) {
			throw conflict(ex);
		}
	}

	@GetMapping("/api/v1/migrations")
	List<View> all() {
		return this.migrations.current().map(View::of).stream().toList();
	}

	@GetMapping("/api/v1/migrations/{id}")
	Detail one(@PathVariable String id) {
		Migration migration = require(id);
		return new Detail(View.of(migration),
				new TreeMap<>(migration.progress().routes()).entrySet()
					.stream()
					.map((each) -> new Desired(each.getKey(), each.getValue().word()))
					.toList(),
				this.store.events(id)
					.stream()
					.map((event) -> new Event(event.at, event.step, event.state, event.reason))
					.toList());
	}

	@PostMapping("/api/v1/migrations/{id}/approve")
	View approve(@PathVariable String id, @RequestParam(defaultValue = "") String reason, HttpServletRequest request) {
		require(id);
		return View.of(this.migrations.approve(String.valueOf(request.getRemoteUser()), said(reason)));
	}

	@PostMapping("/api/v1/migrations/{id}/rollback")
	View rollback(@PathVariable String id, @RequestParam String level, @RequestParam(defaultValue = "") String reason) {
		require(id);
		Level chosen = Arrays.stream(Level.values())
			.filter((each) -> each.word().equals(level))
			.findFirst()
			.orElseThrow(() -> new ProblemException(HttpStatus.BAD_REQUEST, "bad-level",
					"level must be batch, week or phase: level=" + level));
		return View.of(this.migrations.rollBack(chosen, said(reason)));
	}

	private static String said(String reason) {
		return reason.isBlank() ? "no reason given" : StepRow.cut(reason, 200);
	}

	/** Returns what is done and what is to do, by week, task and criterion. */
	@GetMapping("/api/v1/migrations/{id}/todo")
	List<Todo> todo(@PathVariable String id) {
		Migration migration = require(id);
		List<OfStep> judged = this.migrations.judged();
		List<Step> steps = migration.progress().steps();
		return IntStream.range(0, steps.size()).mapToObj((number) -> {
			Step step = steps.get(number);
			List<GateView> gates = OfStep.find(judged, number).stream().map(GateView::of).toList();
			return new Todo(step.week(), step.task().id(), step.task().title(), MigrationStore.name(step),
					step.state().word(), step.state() == StepState.DONE,
					step.task().criteria().stream().map(Criterion::word).toList(), gates);
		}).toList();
	}

	/** Returns whether the campaign may go on, and why. */
	@GetMapping("/api/v1/gates")
	Go gates() {
		Migration migration = this.migrations.current().orElse(null);
		if (migration == null) {
			return new Go("unknown", "no campaign was started", null, null, List.of());
		}
		Standing standing = this.migrations.standing();
		List<GateView> gates = this.migrations.judged()
			.stream()
			.flatMap((each) -> each.judgements().stream())
			.map(GateView::of)
			.toList();
		String stop = standing.reasonToStop(migration.campaign().stop());
		String verdict = (stop != null || migration.progress().state() == Progress.State.STOPPED) ? "stop"
				: gates.stream().anyMatch((gate) -> gate.verdict().equals("fail")) ? "no-go"
						: gates.stream().anyMatch((gate) -> gate.verdict().equals("unknown")) ? "unknown" : "go";
		Step turn = migration.progress().inTurn();
		return new Go(verdict, (stop != null) ? stop : migration.progress().reason(), migration.id(),
				(turn != null) ? turn.week() : null, gates);
	}

	/**
	 * Returns what was decided of each week, and what by, the newest first.
	 * @param campaign the id of one; absent for all that are remembered
	 * @param limit at most so many weeks
	 */
	@GetMapping("/api/v1/gates/history")
	List<WeekView> history(@RequestParam(required = false) @Nullable String campaign,
			@RequestParam(defaultValue = "50") int limit) {
		if (limit < 1 || limit > GateHistory.KEPT) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-limit",
					"limit must be from 1 to " + GateHistory.KEPT + ": limit=" + limit);
		}
		if (campaign != null && !ID.matcher(campaign).matches()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-campaign-id",
					"campaign must be the id of one, as phase2-1767225600: campaign=" + StepRow.cut(campaign, 100));
		}
		if (campaign != null && !this.store.knows(campaign)) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-migration",
					"there was no campaign of that id: campaign=" + campaign);
		}
		return this.history.decided(campaign, limit).stream().map(WeekView::of).toList();
	}

	private Migration require(String id) {
		return this.migrations.current()
			.filter((each) -> each.id().equals(id))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-migration",
					"this is neither the campaign under way nor the last one: id=" + id));
	}

	private static ProblemException conflict(IllegalStateException ex) {
		return new ProblemException(HttpStatus.CONFLICT, "migration-under-way", String.valueOf(ex.getMessage()));
	}

	/**
	 * A campaign.
	 *
	 * @param turn what it is at; null if all is done
	 */
	record View(String id, String name, String state, String reason, long version, double timeScale, Instant startedAt,
			@Nullable String turn, @Nullable String turnState, int done, int steps) {

		static View of(Migration migration) {
			Progress progress = migration.progress();
			Step turn = progress.inTurn();
			return new View(migration.id(), migration.campaign().name(), progress.state().word(), progress.reason(),
					progress.version(), migration.campaign().timeScale(), migration.startedAt(),
					(turn != null) ? MigrationStore.name(turn) : null, (turn != null) ? turn.state().word() : null,
					(int) progress.steps().stream().filter((step) -> step.state() == StepState.DONE).count(),
					progress.steps().size());
		}

	}

	/** A campaign, the routes that it wants, and its newest events first. */
	record Detail(View migration, List<Desired> routes, List<Event> events) {
	}

	/** A desired route. */
	record Desired(String agent, String route) {
	}

	/**
	 * A change.
	 *
	 * @param step whose state changed; empty for the campaign itself
	 */
	record Event(Instant at, String step, String state, String reason) {
	}

	/**
	 * A step.
	 *
	 * @param step the batch, or the task where it moves nobody
	 * @param gates what was judged last; none where nothing is judged now
	 */
	record Todo(int week, String task, String title, String step, String state, boolean done, List<String> criteria,
			List<GateView> gates) {
	}

	/**
	 * What was decided of a week.
	 *
	 * @param verdict {@code go}, {@code no-go} or {@code stop}
	 * @param step whose gate decided
	 * @param needsApproval whether a human has, or had, to let the campaign go on
	 * @param approvedBy the name of the token; null if nobody has, with the two below
	 * @param leftOut criteria that there was no room to remember
	 */
	record WeekView(String campaign, int week, String verdict, String step, String reason, Instant judgedAt,
			boolean needsApproval, @Nullable String approvedBy, @Nullable String approvedReason,
			@Nullable Instant approvedAt, List<CriterionView> criteria, int leftOut) {

		static WeekView of(GateHistory.Remembered remembered) {
			WeekRow week = remembered.week();
			return new WeekView(week.migrationId, week.week, (week.verdict != null) ? week.verdict.word() : "",
					week.step, week.reason, week.judgedAt, week.needsApproval, week.approvedBy, week.approvedReason,
					week.approvedAt, remembered.criteria().stream().map(CriterionView::of).toList(), week.leftOut);
		}

	}

	/**
	 * What a week was decided by.
	 *
	 * @param state of the step when it was judged
	 * @param actual the figure that was measured; null if none could be
	 * @param target what it was to be, in words
	 */
	record CriterionView(Instant at, String step, String state, String criterion, String claim, String verdict,
			@Nullable Double actual, String unit, String target, String evidence) {

		static CriterionView of(CriterionRow row) {
			return new CriterionView(row.at, row.step, row.state.word(), row.criterion.word(), row.criterion.claim(),
					row.verdict.word(), row.actual, row.unit, row.target, row.evidence);
		}

	}

	/** A judgement. */
	record GateView(String criterion, String claim, String verdict, String evidence) {

		static GateView of(Judgement judgement) {
			return new GateView(judgement.criterion().word(), judgement.criterion().claim(), judgement.verdict().word(),
					judgement.evidence());
		}

	}

	/**
	 * Whether it may go on.
	 *
	 * @param verdict {@code go}, {@code no-go}, {@code unknown} (holds) or {@code stop}
	 */
	record Go(String verdict, String reason, @Nullable String migration, @Nullable Integer week, List<GateView> gates) {
	}

}

package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.Judgement.Figure;
import io.tandem.wire.route.AgentRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a campaign's steps ask for, by facts that are looked up once a look. Runs
 * the failover test of a batch: sends its machine's records to the other hub, sees its
 * agents push meanwhile, and lets them go home. Confined to one thread.
 */
final class Gates {

	private static final Duration AWAY = Duration.ofSeconds(30);

	private static final Duration LOOK_BACK = Duration.ofMinutes(2);

	private final Facts facts;

	private final Uptime uptime;

	private @Nullable Drill drill;

	Gates(Facts facts, Uptime uptime) {
		this.facts = facts;
		this.uptime = uptime;
	}

	/**
	 * Returns what can stop a campaign.
	 * @param lostBefore records that were lost before it began
	 */
	Standing standing(long lostBefore) {
		return new Standing(Math.max(0, this.facts.lost() - lostBefore), this.uptime.percent());
	}

	/** Judges the step in turn, and those that roll back. */
	List<OfStep> judge(Campaign campaign, Progress progress, long lostBefore, Instant now) {
		List<OfStep> all = new ArrayList<>();
		Look look = new Look(campaign, lostBefore, now);
		int turn = progress.turn();
		for (int i = 0; i < progress.steps().size(); i++) {
			Step step = progress.steps().get(i);
			boolean isInTurn = i == turn && progress.state() == Progress.State.RUNNING;
			if (isInTurn || step.state() == StepState.ROLLING_BACK) {
				all.add(new OfStep(i,
						step.criteria().stream().map((criterion) -> look.judge(criterion, step)).toList()));
			}
		}
		return all;
	}

	/** One look: each machine is asked once. Confined to its thread. */
	private final class Look {

		private final Campaign campaign;

		private final long lostBefore;

		private final Instant now;

		private final Map<String, @Nullable Map<String, AgentFact>> agents = new HashMap<>();

		private final Map<String, @Nullable Map<String, String>> health = new HashMap<>();

		Look(Campaign campaign, long lostBefore, Instant now) {
			this.campaign = campaign;
			this.lostBefore = lostBefore;
			this.now = now;
		}

		Judgement judge(Criterion criterion, Step step) {
			boolean isOverdue = this.now.isAfter(
					step.since().plus(this.campaign.scaled(step.period(this.campaign))).plus(this.campaign.patience()));
			Batch batch = step.batch();
			if (batch == null) {
				return ofFleet(criterion);
			}
			return switch (criterion) {
				case LEDGER, UPTIME -> ofFleet(criterion, batch.machine(), isOverdue);
				case PATHS -> paths(step, batch, isOverdue);
				case COMPARISON -> Judges.comparison(Gates.this.facts.old(batch.agents(), since(step.since())),
						Gates.this.facts.fresh(batch.agents(), since(step.since()).plus(LOOK_BACK)), batch.agents(),
						step.since(), isOverdue);
				case HEALTH -> health(batch, isOverdue);
				case LATENCY ->
					Judges.latency(agents(batch.machine()), batch.agents(), this.campaign.limits(), isOverdue);
				case FAILOVER -> failover(step, batch, isOverdue);
			};
		}

		private Duration since(Instant begin) {
			return Duration.between(begin, this.now);
		}

		private @Nullable Map<String, AgentFact> agents(String machine) {
			if (!this.agents.containsKey(machine)) {
				this.agents.put(machine, Gates.this.facts.agents(machine));
			}
			return this.agents.get(machine);
		}

		private Judgement health(Batch batch, boolean isOverdue) {
			if (!this.health.containsKey(batch.machine())) {
				this.health.put(batch.machine(), Gates.this.facts.health(batch.machine()));
			}
			return Judges.health(this.health.get(batch.machine()), batch.agents(), isOverdue);
		}

		private Judgement paths(Step step, Batch batch, boolean isOverdue) {
			AgentRoute wanted = step.state().route();
			return Judges.paths(agents(batch.machine()), batch.agents(), wanted, step.since(), this.now,
					this.campaign.limits(), isOverdue);
		}

		/** What only looks waits until it passes: there is nothing to take back. */
		private Judgement ofFleet(Criterion criterion) {
			if (criterion == Criterion.HEALTH || criterion == Criterion.PATHS || criterion == Criterion.FAILOVER) {
				List<Judgement> each = this.campaign.batches().stream().map((batch) -> health(batch, false)).toList();
				int agents = this.campaign.batches().stream().mapToInt((batch) -> batch.agents().size()).sum();
				return each.stream()
					.filter((one) -> one.verdict() != Judgement.Verdict.PASS)
					.findFirst()
					.orElse(Judgement.pass(criterion, "every agent that moves is up", Figure.ofAgents(agents, agents)));
			}
			return ofFleet(criterion, null, false);
		}

		private Judgement ofFleet(Criterion criterion, @Nullable String machine, boolean isOverdue) {
			if (criterion == Criterion.UPTIME) {
				OptionalDouble percent = Gates.this.uptime.percent();
				if (percent.isEmpty()) {
					return Judgement.unknown(criterion, "the availability is not known");
				}
				return Judges.uptime(percent.getAsDouble(), this.campaign.stop().uptimeBelowPercent());
			}
			return Judges.ledger(Math.max(0, Gates.this.facts.lost() - this.lostBefore),
					Gates.this.facts.missing(machine), isOverdue);
		}

		private Judgement failover(Step step, Batch batch, boolean isOverdue) {
			Drill current = Gates.this.drill;
			if (current == null || !current.isOf(step)) {
				current = new Drill(batch.name(), step.since(), false);
			}
			String reason = "failover test of batch " + batch.name();
			Facts.Way way = Gates.this.facts.way(batch.machine());
			if (way != null && !current.wasAway()) {
				boolean isPushing = paths(step, batch, false).verdict() == Judgement.Verdict.PASS;
				if (way.isAway() && isPushing) {
					current = new Drill(batch.name(), step.since(), true);
				}
				else if (!way.isAway()) {
					Gates.this.facts.sendAway(batch.machine(), AWAY, reason);
				}
			}
			Gates.this.drill = current;
			boolean isHome = way != null && way.isHome();
			if (way != null && current.wasAway() && !isHome) {
				Gates.this.facts.sendHome(batch.machine(), reason);
			}
			return Judges.failover(current.wasAway(), isHome, (way != null) ? way.backlog() : -1, isOverdue);
		}

	}

	/**
	 * A failover test. One that a restart has cut short is done again.
	 *
	 * @param wasAway whether agents pushed while the records went to the other hub
	 */
	private record Drill(String batch, Instant since, boolean wasAway) {

		boolean isOf(Step step) {
			return step.batch() != null && step.batch().name().equals(this.batch) && step.since().equals(this.since);
		}

	}

}

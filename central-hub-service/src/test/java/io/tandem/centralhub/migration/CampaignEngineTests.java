package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.centralhub.migration.Progress.State;
import io.tandem.fleet.Criticality;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.wire.route.AgentRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignEngineTests {

	private static final Standing FINE = new Standing(0, OptionalDouble.empty());

	private Campaign campaign;

	private Progress progress;

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@BeforeEach
	void start() throws Exception {
		Fleet fleet = new Fleet(List.of("pc2"),
				Stream.of("A", "B", "C")
					.map((name) -> new FleetAgent(name, "pc2", Criticality.STANDARD, null, Duration.ofSeconds(60),
							List.of(), false))
					.toList());
		this.campaign = CampaignFile.parse("""
				version: 1
				name: x
				overlap: 1m
				stop: {rollbackWithin: 2m}
				weeks:
				  - week: 1
				    tasks:
				      - {id: 2A, title: look, criteria: [ledger]}
				      - id: 2B
				        title: move
				        criteria: [ledger, comparison, failover]
				        validation: 10m
				        batches: [{name: one, agents: [A]}]
				  - week: 2
				    tasks:
				      - id: 2C
				        title: move
				        criteria: [ledger]
				        approval: true
				        batches: [{name: two, agents: [B]}, {name: three, agents: [C]}]
				""", "x", fleet);
		this.progress = Progress.of(this.campaign, this.now);
	}

	@Test
	void aBatchGoesByOverlapAndValidationAndFailoverTest() {
		assertThat(routes()).containsOnly(AgentRoute.LEGACY);
		look(Verdict.PASS);
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.OVERLAP);
		assertThat(this.progress.routes()).containsEntry("A", AgentRoute.OVERLAP).containsEntry("B", AgentRoute.LEGACY);
		after(Duration.ofSeconds(59), Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.OVERLAP);
		after(Duration.ofSeconds(1), Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.MOVED);
		assertThat(this.progress.routes()).containsEntry("A", AgentRoute.TANDEM);
		after(Duration.ofMinutes(10), Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.DRILL);
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.DONE);
	}

	@Test
	void unknownHoldsHoweverLong() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		after(Duration.ofDays(30), Verdict.UNKNOWN);
		assertThat(state(1)).isEqualTo(StepState.OVERLAP);
		assertThat(this.progress.state()).isEqualTo(State.RUNNING);
	}

	@Test
	void aFailureTakesTheBatchBackByItselfAndHolds() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		look(Verdict.FAIL);
		assertThat(state(1)).isEqualTo(StepState.ROLLING_BACK);
		assertThat(this.progress.state()).isEqualTo(State.HELD);
		assertThat(this.progress.routes()).containsEntry("A", AgentRoute.LEGACY);
		look(Verdict.UNKNOWN);
		assertThat(state(1)).isEqualTo(StepState.ROLLING_BACK);
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.ROLLED_BACK);
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.ROLLED_BACK);
		this.progress = CampaignEngine.approve(this.progress, this.now, "mended");
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.OVERLAP);
	}

	@Test
	void aLookThatFailsHoldsAndTakesNothingBack() {
		look(Verdict.FAIL);
		assertThat(state(0)).isEqualTo(StepState.PENDING);
		assertThat(this.progress.state()).isEqualTo(State.RUNNING);
	}

	@Test
	void aRollbackThatTakesTooLongStopsEverything() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		look(Verdict.FAIL);
		after(Duration.ofSeconds(121), Verdict.UNKNOWN);
		assertThat(this.progress.state()).isEqualTo(State.STOPPED);
		assertThat(this.progress.reason()).contains("longer than PT2M");
		look(Verdict.PASS);
		assertThat(state(1)).isEqualTo(StepState.ROLLED_BACK);
		assertThat(this.progress.state()).isEqualTo(State.STOPPED);
	}

	@Test
	void aLostRecordOrTooLittleUptimeStopsAndTakesTheBatchBack() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		Progress before = this.progress;
		this.progress = CampaignEngine.next(this.campaign, before, judged(Verdict.PASS),
				new Standing(1, OptionalDouble.empty()), this.now);
		assertThat(this.progress.state()).isEqualTo(State.STOPPED);
		assertThat(state(1)).isEqualTo(StepState.ROLLING_BACK);
		this.progress = CampaignEngine.next(this.campaign, before, judged(Verdict.PASS),
				new Standing(0, OptionalDouble.of(98.9)), this.now);
		assertThat(this.progress.reason()).contains("uptime 98.9 %");
	}

	@Test
	void aHumanApprovesTheLastBatchOfATask() {
		toTheEnd();
		assertThat(state(3)).isEqualTo(StepState.AWAITING);
		this.progress = CampaignEngine.approve(this.progress, this.now, "fine");
		look(Verdict.PASS);
		assertThat(this.progress.state()).isEqualTo(State.COMPLETED);
		assertThat(routes()).containsOnly(AgentRoute.TANDEM);
	}

	@Test
	void aBatchAWeekOrAllIsTakenBack() {
		toTheEnd();
		Progress end = this.progress;
		this.progress = CampaignEngine.rollBack(end, Level.BATCH, this.now, "x");
		assertThat(routes()).containsExactly(AgentRoute.TANDEM, AgentRoute.TANDEM, AgentRoute.LEGACY);
		this.progress = CampaignEngine.rollBack(end, Level.WEEK, this.now, "x");
		assertThat(routes()).containsExactly(AgentRoute.TANDEM, AgentRoute.LEGACY, AgentRoute.LEGACY);
		this.progress = CampaignEngine.rollBack(end, Level.PHASE, this.now, "x");
		assertThat(routes()).containsOnly(AgentRoute.LEGACY);
		assertThat(this.progress.state()).isEqualTo(State.HELD);
		look(Verdict.PASS);
		assertThat(IntStream.of(1, 2, 3)).allMatch((i) -> state(i) == StepState.ROLLED_BACK);
		this.progress = CampaignEngine.approve(this.progress, this.now, "again");
		toTheEnd();
		assertThat(routes()).containsOnly(AgentRoute.TANDEM);
	}

	@Test
	void aCampaignMakesWayOnceItIsHeldAndAllAgentsAreBack() {
		assertThat(isInTheWay()).isTrue();
		look(Verdict.PASS);
		look(Verdict.PASS);
		look(Verdict.FAIL);
		assertThat(isInTheWay()).as("on its way back").isTrue();
		look(Verdict.PASS);
		assertThat(isInTheWay()).isFalse();
	}

	private boolean isInTheWay() {
		return new Migration("x-1", this.campaign, "", 0, this.now, this.progress).isInTheWay();
	}

	private void toTheEnd() {
		for (int i = 0; i < 30; i++) {
			after(Duration.ofMinutes(11), Verdict.PASS);
		}
	}

	private Stream<AgentRoute> routes() {
		return this.progress.routes().values().stream();
	}

	private StepState state(int number) {
		return this.progress.steps().get(number).state();
	}

	private void after(Duration time, Verdict verdict) {
		this.now = this.now.plus(time);
		look(verdict);
	}

	private void look(Verdict verdict) {
		this.progress = CampaignEngine.next(this.campaign, this.progress, judged(verdict), FINE, this.now);
	}

	private List<OfStep> judged(Verdict verdict) {
		return IntStream.range(0, this.progress.steps().size())
			.mapToObj((i) -> new OfStep(i,
					this.progress.steps()
						.get(i)
						.criteria()
						.stream()
						.map((criterion) -> new Judgement(criterion, verdict, "as told", null))
						.toList()))
			.toList();
	}

}

package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.Campaign.Limits;
import io.tandem.centralhub.migration.Campaign.Stop;
import io.tandem.centralhub.migration.Campaign.Task;
import io.tandem.centralhub.migration.Campaign.Week;
import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.test.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a campaign's meters say while it goes on, holds, is stopped, and goes on again.
 */
class CampaignMetersTests {

	private static final Campaign CAMPAIGN = new Campaign("x", 1, Duration.ofMinutes(2), Duration.ofMinutes(5),
			new Limits(10, Duration.ofSeconds(1), Duration.ofMinutes(2)), new Stop(99, true, Duration.ofMinutes(2)),
			List.of(new Week(1,
					List.of(new Task("2A", "look", false, List.of(Criterion.LEDGER), List.of()),
							new Task("2B", "move", true, List.of(Criterion.LEDGER),
									List.of(new Batch("one", "pc2", List.of("A", "B"), Duration.ofMinutes(10)),
											new Batch("two", "pc2", List.of("C"), Duration.ofMinutes(10))))))));

	private final MutableClock clock = MutableClock.standing();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final CampaignMeters meters = new CampaignMeters(this.registry, this.clock);

	private CampaignRun run = new CampaignRun("x-1", CAMPAIGN, this.clock);

	@BeforeEach
	void begin() {
		this.meters.show(this.run.migration(), this.clock.instant());
	}

	@Test
	void aGateHoldsFromTheEndOfItsPeriod() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		after(Duration.ofSeconds(119), Verdict.UNKNOWN);
		assertThat(waitsFor()).isEqualTo("nothing");
		assertThat(age()).isZero();
		after(Duration.ofSeconds(61), Verdict.UNKNOWN);
		assertThat(waitsFor()).isEqualTo("gate");
		assertThat(age()).isEqualTo(60);
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(age()).as("goes on between two looks").isEqualTo(65);
		look(Verdict.PASS);
		assertThat(waitsFor()).isEqualTo("nothing");
		assertThat(age()).isZero();
		assertThat(this.registry.get("tandem.campaign.patience").tag("campaign", "x-1").gauge().value()).isEqualTo(300);
	}

	@Test
	void aStepThatOnlyLooksHoldsFromItsTurn() {
		after(Duration.ofSeconds(30), Verdict.UNKNOWN);
		assertThat(waitsFor()).isEqualTo("gate");
		assertThat(age()).isEqualTo(30);
		Campaign looksLater = new Campaign("y", 1, CAMPAIGN.overlap(), CAMPAIGN.patience(), CAMPAIGN.limits(),
				CAMPAIGN.stop(),
				List.of(new Week(1, List.of(new Task("1", "look", false, List.of(Criterion.LEDGER), List.of()),
						new Task("2", "look", false, List.of(Criterion.LEDGER), List.of())))));
		Instant before = this.clock.instant();
		Progress first = Progress.of(looksLater, before);
		this.clock.advance(Duration.ofHours(1));
		Progress second = first.with(0, first.steps().getFirst().to(StepState.DONE, this.clock.instant(), ""));
		assertThat(Hold.of(looksLater, second, this.clock.instant()).age(this.clock.instant())).isZero();
		assertThat(Hold.of(looksLater, first, this.clock.instant()).age(this.clock.instant()))
			.isEqualTo(Duration.ofHours(1));
	}

	@Test
	void aFailedGateWaitsToBeMendedUntilAHumanApproves() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		look(Verdict.FAIL);
		assertThat(state()).containsExactly("held", "gate", "mending");
		assertThat(batches("rolling-back")).isEqualTo(1);
		look(Verdict.PASS);
		assertThat(batches("rolling-back")).isZero();
		assertThat(batches("rolled-back")).isEqualTo(1);
		this.clock.advance(Duration.ofMinutes(3));
		assertThat(age()).isEqualTo(180);
		this.run.approve();
		show();
		assertThat(state()).containsExactly("running", "human", "nothing");
		assertThat(age()).isZero();
	}

	@Test
	void whatWasTakenBackByAHumanOrWaitsByTheFileWaitsForAnApproval() {
		toTheApproval();
		assertThat(state()).containsExactly("running", "plan", "approval");
		assertThat(batches("awaiting")).isEqualTo(1);
		assertThat(batches("done")).isEqualTo(1);
		this.run.change((progress) -> CampaignEngine.rollBack(progress, Level.BATCH, this.clock.instant(), "me"));
		show();
		assertThat(state()).containsExactly("held", "human", "approval");
	}

	@Test
	void aStopSaysWhatStoppedIt() {
		look(Verdict.PASS);
		look(Verdict.PASS);
		Progress before = this.run.migration().progress();
		this.run.look(Verdict.PASS, new Standing(1, OptionalDouble.empty()));
		show();
		assertThat(state()).containsExactly("stopped", "emergency", "mending");
		this.run.change((progress) -> before);
		look(Verdict.FAIL);
		after(Duration.ofSeconds(121), Verdict.UNKNOWN);
		assertThat(state()).containsExactly("stopped", "rollback", "mending");
		this.run.approve();
		show();
		assertThat(state().getFirst()).isEqualTo("running");
	}

	@Test
	void agentsAreCountedByTheirRoutes() {
		assertThat(agents("legacy")).isEqualTo(3);
		look(Verdict.PASS);
		look(Verdict.PASS);
		assertThat(agents("overlap")).isEqualTo(2);
		toTheApproval();
		assertThat(agents("tandem")).isEqualTo(3);
		assertThat(agents("legacy") + agents("overlap")).isZero();
	}

	@Test
	void oneSeriesOfAStateIsShownAndOfTheNewestCampaignAlone() {
		toTheApproval();
		this.run = new CampaignRun("x-2", CAMPAIGN, this.clock);
		look(Verdict.UNKNOWN);
		assertThat(this.registry.get("tandem.campaign.state").gauges()).hasSize(1);
		assertThat(this.registry.getMeters().stream().map(Meter::getId).map((id) -> id.getTag("campaign")))
			.containsOnly(null, "x-2");
	}

	@Test
	void aLookThatFailsIsSeenToBeOld() {
		this.meters.looked(null, this.clock.instant());
		this.clock.advance(Duration.ofMinutes(4));
		assertThat(this.registry.get("tandem.campaign.look.age").gauge().value()).isEqualTo(240);
		look(Verdict.UNKNOWN);
		assertThat(this.registry.get("tandem.campaign.look.age").gauge().value()).isZero();
	}

	private void toTheApproval() {
		for (int i = 0; i < 20; i++) {
			after(Duration.ofMinutes(11), Verdict.PASS);
		}
	}

	private void after(Duration time, Verdict verdict) {
		this.clock.advance(time);
		look(verdict);
	}

	private void look(Verdict verdict) {
		this.run.look(verdict);
		show();
	}

	private void show() {
		this.meters.looked(this.run.migration(), this.clock.instant());
	}

	private List<String> state() {
		Meter.Id id = this.registry.get("tandem.campaign.state").gauge().getId();
		return List.of(id.getTag("state"), id.getTag("cause"), id.getTag("waits_for"));
	}

	private String waitsFor() {
		return this.registry.get("tandem.campaign.hold.age").gauge().getId().getTag("waits_for");
	}

	private double age() {
		return this.registry.get("tandem.campaign.hold.age").gauge().value();
	}

	private double batches(String state) {
		return this.registry.get("tandem.campaign.batches").tag("state", state).gauge().value();
	}

	private double agents(String route) {
		return this.registry.get("tandem.campaign.agents").tag("route", route).gauge().value();
	}

}

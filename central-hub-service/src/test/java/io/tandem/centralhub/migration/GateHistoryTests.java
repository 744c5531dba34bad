package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.migration.Campaign.Batch;
import io.tandem.centralhub.migration.Campaign.Limits;
import io.tandem.centralhub.migration.Campaign.Stop;
import io.tandem.centralhub.migration.Campaign.Task;
import io.tandem.centralhub.migration.Campaign.Week;
import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.centralhub.migration.CampaignRun.Look;
import io.tandem.centralhub.migration.GateHistory.Remembered;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.centralhub.migration.Progress.Cause;
import io.tandem.centralhub.migration.Progress.State;
import io.tandem.centralhub.migration.WeekGate.Decision;
import io.tandem.database.OpenDatabase;
import io.tandem.test.time.MutableClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What is remembered of the weeks of a campaign that is stored as it goes. */
@DataJpaTest(properties = { "spring.datasource.url=jdbc:h2:file:./target/gate-history-tests/h",
		"spring.datasource.username=tandem", "spring.flyway.locations=classpath:db/central-hub",
		"spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.properties.hibernate.jdbc.time_zone=UTC" })
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@ContextConfiguration(classes = GateHistoryTests.Rows.class)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class GateHistoryTests {

	private static final Campaign CAMPAIGN = new Campaign(
			"x", 1, Duration.ofMinutes(2), Duration
				.ofMinutes(5),
			new Limits(10, Duration.ofSeconds(1), Duration.ofMinutes(2)), new Stop(99, true, Duration.ofMinutes(
					2)),
			List.of(new Week(1,
					List.of(new Task("2A", "move", false, List.of(Criterion.LEDGER, Criterion.COMPARISON),
							List.of(new Batch("one", "pc2", List.of("A", "B"), Duration.ofMinutes(10)))),
							new Task("2B", "go on", true, List.of(Criterion.LEDGER), List.of()))),
					new Week(2, List.of(new Task("2C", "move", false, List.of(Criterion.LEDGER),
							List.of(new Batch("two", "pc2", List.of("C"), Duration.ofMinutes(10))))))));

	private final MutableClock clock = MutableClock.standing();

	private final JdbcTemplate jdbc;

	private final MigrationStore store;

	private final GateHistory history;

	private CampaignRun run = new CampaignRun("x-1", CAMPAIGN, this.clock);

	@Autowired
	GateHistoryTests(MigrationRows migrations, StepRows steps, EventRows events, WeekRows weeks, CriterionRows criteria,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		this.store = new MigrationStore(migrations, steps, events, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc));
		this.history = new GateHistory(weeks, criteria);
	}

	@BeforeEach
	void begin() {
		List.of("week_criterion", "week_verdict", "migration_event", "migration_step", "migration")
			.forEach((table) -> this.jdbc.update("delete from " + table));
		begin("x-1");
	}

	private void begin(String id) {
		this.run = new CampaignRun(id, CAMPAIGN, this.clock);
		this.store.save(this.run.migration(), this.run.migration().progress(), this.clock.instant(), () -> {
		});
	}

	@Test
	void aWeekIsDecidedByEveryGateInIt() {
		toTheApproval();
		assertThat(decided()).hasSize(1);
		WeekRow week = decided().getFirst().week();
		assertThat(week.verdict).isEqualTo(Decision.GO);
		assertThat(week.week).isOne();
		assertThat(week.step).isEqualTo("2B");
		assertThat(week.judgedAt).isEqualTo(this.clock.instant());
		assertThat(week.needsApproval).isTrue();
		assertThat(week.approvedBy).isNull();
		assertThat(decided().getFirst().criteria())
			.extracting((each) -> each.step + " " + each.state.word() + " " + each.criterion.word())
			.containsExactly("one overlap paths", "one overlap ledger", "one overlap comparison", "one moved paths",
					"one moved ledger", "2B pending ledger");
		CriterionRow criterion = decided().getFirst().criteria().getFirst();
		assertThat(criterion.verdict).isEqualTo(Verdict.PASS);
		assertThat(criterion.actual).isEqualTo(1);
		assertThat(criterion.unit).isEqualTo("agents");
		assertThat(criterion.target).isEqualTo("2");
		assertThat(criterion.evidence).isEqualTo("as told");
	}

	@Test
	void whoApprovedIsRememberedAndTheNextWeekNeedsNobody() {
		toTheApproval();
		approve();
		after(Duration.ZERO, Verdict.PASS);
		toTheEnd();
		assertThat(decided()).extracting((each) -> each.week().week).containsExactly(2, 1);
		assertThat(decided().getFirst().week().needsApproval).isFalse();
		assertThat(decided().getFirst().week().approvedAt).isNull();
		assertThat(decided().getLast().week().approvedBy).isEqualTo("ann");
		assertThat(decided().getLast().week().approvedReason).isEqualTo("fine");
	}

	@Test
	void aFailedGateIsNoGoAndAnotherTryIsJudgedAnew() {
		look(Verdict.PASS);
		look(Verdict.FAIL);
		assertThat(decided()).hasSize(1);
		assertThat(decided().getFirst().week().verdict).isEqualTo(Decision.NO_GO);
		assertThat(decided().getFirst().week().reason).contains("ledger fail (as told)");
		assertThat(decided().getFirst().criteria()).extracting((each) -> each.verdict).containsOnly(Verdict.FAIL);
		look(Verdict.PASS);
		approve();
		assertThat(decided().getFirst().week().approvedBy).isEqualTo("ann");
		toTheApproval();
		assertThat(decided()).extracting((each) -> each.week().verdict).containsExactly(Decision.GO, Decision.NO_GO);
		assertThat(decided().getFirst().criteria()).hasSize(6);
	}

	@Test
	void aTryThatWasTakenBackByAHumanIsReplacedByTheNext() {
		look(Verdict.PASS);
		after(Duration.ofMinutes(2), Verdict.PASS);
		this.run.change((progress) -> CampaignEngine.rollBack(progress, Level.PHASE, this.clock.instant(), "me"));
		look(Verdict.PASS);
		approve();
		toTheApproval();
		assertThat(decided()).hasSize(1);
		assertThat(decided().getFirst().criteria()).hasSize(6);
		assertThat(decided().getFirst().criteria().getFirst().at)
			.isAfter(this.run.migration().startedAt().plus(Duration.ofMinutes(2)));
	}

	@Test
	void aStopSaysWhatItWasStoppedBy() {
		look(Verdict.PASS);
		save(this.run.look(Verdict.PASS, new Standing(0, OptionalDouble.of(98.5))));
		Remembered stopped = decided().getFirst();
		assertThat(stopped.week().verdict).isEqualTo(Decision.STOP);
		assertThat(stopped.week().reason).contains("98.5 %");
		CriterionRow uptime = stopped.criteria().getLast();
		assertThat(uptime.criterion).isEqualTo(Criterion.UPTIME);
		assertThat(uptime.verdict).isEqualTo(Verdict.FAIL);
		assertThat(uptime.actual).isEqualTo(98.5);
		assertThat(uptime.target).isEqualTo("at least 99.0");
	}

	@Test
	void aRollbackThatTakesTooLongStopsTheWeekItIsIn() {
		look(Verdict.PASS);
		look(Verdict.FAIL);
		after(Duration.ofMinutes(3), Verdict.UNKNOWN);
		assertThat(decided()).extracting((each) -> each.week().verdict).containsExactly(Decision.STOP, Decision.NO_GO);
		assertThat(decided().getFirst().criteria()).extracting((each) -> each.criterion)
			.containsExactly(Criterion.PATHS);
		approve();
		assertThat(decided()).extracting((each) -> each.week().approvedBy).containsExactly("ann", null);
	}

	@Test
	void ofSeveralRollbacksTheOneThatIsNotBackIsNamed() {
		Progress begun = this.run.migration().progress();
		Progress before = begun.with(0, begun.steps().get(0).to(StepState.ROLLING_BACK, this.clock.instant(), ""))
			.with(2, begun.steps().get(2).to(StepState.ROLLING_BACK, this.clock.instant(), ""));
		Progress after = before.with(0, begun.steps().get(0).to(StepState.ROLLED_BACK, this.clock.instant(), ""))
			.with(State.STOPPED, Cause.ROLLBACK, "too long", this.clock.instant());
		assertThat(WeekGate.of(CAMPAIGN, before, after, List.of(), CampaignRun.FINE)).containsExactly(
				new WeekGate(2, "two", StepState.ROLLING_BACK, List.of(), Decision.STOP, true, "too long"));
	}

	@Test
	void unknownDecidesNothing() {
		look(Verdict.PASS);
		after(Duration.ofDays(3), Verdict.UNKNOWN);
		assertThat(decided()).isEmpty();
		assertThat(this.jdbc.queryForObject("select count(*) from week_criterion", Long.class)).isZero();
	}

	@Test
	void campaignsAreToldApartAndTheNewestComeFirst() {
		toTheApproval();
		this.clock.advance(Duration.ofDays(1));
		begin("x-2");
		toTheApproval();
		assertThat(this.history.decided(null, 10)).extracting((each) -> each.week().migrationId)
			.containsExactly("x-2", "x-1");
		assertThat(this.history.decided("x-1", 10)).hasSize(1);
		assertThat(this.history.decided(null, 1)).hasSize(1);
		assertThat(this.store.knows("x-1")).isTrue();
		assertThat(this.store.knows("x-3")).isFalse();
	}

	@Test
	void theOldestAreForgottenWithWhatDecidedThem() {
		Judgement judgement = Judges.lost(3);
		for (int i = 1; i <= GateHistory.KEPT + 5; i++) {
			remember(new WeekGate(i, "one", StepState.OVERLAP, List.of(judgement), Decision.NO_GO, true, "lost"));
		}
		assertThat(this.history.decided(null, 1000)).hasSize(GateHistory.KEPT);
		assertThat(this.history.decided(null, 1000).getLast().week().week).isEqualTo(6);
		assertThat(this.jdbc.queryForObject("select count(*) from week_criterion", Long.class))
			.isEqualTo(GateHistory.KEPT);
	}

	@Test
	void whatAWeekHasNoRoomForIsCounted() {
		remember(new WeekGate(1, "one", StepState.OVERLAP,
				Collections.nCopies(GateHistory.CRITERIA_OF_A_WEEK - 1, Judges.lost(1)), null, false, ""));
		remember(new WeekGate(1, "two", StepState.OVERLAP, Collections.nCopies(3, Judges.lost(1)), Decision.NO_GO, true,
				"lost"));
		assertThat(decided().getFirst().criteria()).hasSize(GateHistory.CRITERIA_OF_A_WEEK);
		assertThat(decided().getFirst().week().leftOut).isEqualTo(2);
	}

	private void remember(WeekGate gate) {
		this.store.save(this.run.migration(), this.run.migration().progress(), this.clock.instant(),
				() -> this.history.judged("x-1", List.of(gate), this.clock.instant()));
	}

	private void toTheApproval() {
		for (int i = 0; i < 6; i++) {
			after(Duration.ofMinutes(11), Verdict.PASS);
		}
		assertThat(this.run.migration().progress().steps().get(1).state()).isEqualTo(StepState.AWAITING);
		this.clock.set(this.run.migration().progress().steps().get(1).since());
	}

	private void toTheEnd() {
		for (int i = 0; i < 6; i++) {
			after(Duration.ofMinutes(11), Verdict.PASS);
		}
	}

	private void approve() {
		Progress before = this.run.migration().progress();
		this.run.approve();
		this.store.save(this.run.migration(), before, this.clock.instant(),
				() -> this.history.approved("x-1", WeekGate.answeredBy(before), "ann", "fine", this.clock.instant()));
	}

	private void after(Duration time, Verdict verdict) {
		save(this.run.after(time, verdict));
	}

	private void look(Verdict verdict) {
		save(this.run.look(verdict));
	}

	private void save(Look look) {
		this.store.save(look.after(), look.before().progress(), this.clock.instant(),
				() -> this.history.judged(look.after().id(), look.gates(), this.clock.instant()));
	}

	private List<Remembered> decided() {
		return this.history.decided("x-1", 10);
	}

	@EnableAutoConfiguration
	@EnableJpaRepositories(considerNestedRepositories = true)
	@EntityScan
	@Configuration(proxyBeanMethods = false)
	static class Rows {

	}

}

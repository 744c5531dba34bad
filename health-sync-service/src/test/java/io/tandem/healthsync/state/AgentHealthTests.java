package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentHealthTests {

	private static final Duration KEEP = Duration.ofHours(24);

	private static AgentHealth known(ReceivedReport first, ReceivedReport... more) {
		AgentHealth health = AgentHealth.first(first, KEEP);
		for (ReceivedReport next : more) {
			health = and(health, next);
		}
		return health;
	}

	private static AgentHealth and(AgentHealth health, ReceivedReport next) {
		return health.with(next, health.outcome(next), KEEP);
	}

	@Test
	void reportsWithoutALifeAreOrderedByTheStream() {
		AgentHealth health = known(Reports.plain("a", 5));
		assertThat(health.outcome(Reports.plain("a", 6))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(and(health, Reports.plain("a", 6)).latest().position().sequence()).isEqualTo(6);
	}

	@Test
	void messageDeliveredAgainIsADuplicate() {
		AgentHealth health = known(Reports.plain("a", 5), Reports.plain("a", 7));
		assertThat(health.outcome(Reports.plain("a", 7))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.plain("a", 5))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(and(health, Reports.plain("a", 5)).duplicates()).isEqualTo(1);
		assertThat(and(health, Reports.plain("a", 5)).latest()).isEqualTo(health.latest());
	}

	@Test
	void sameReportSentTwiceIsADuplicateWithoutALifeToo() {
		ReceivedReport once = Reports.plain("a", 5);
		ReceivedReport again = new ReceivedReport(once.report(), once.stream(), Reports.plain("a", 6).position(),
				once.seenAt(), false);
		assertThat(known(once).outcome(again)).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void numberedReportsOfOneLifeAreOrderedByTheirNumber() {
		AgentHealth health = known(Reports.numbered("a", "e1", 10, 1));
		assertThat(health.outcome(Reports.numbered("a", "e1", 11, 2))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(health.outcome(Reports.numbered("a", "e1", 9, 2))).isEqualTo(ReportOutcome.LATE);
		assertThat(health.outcome(Reports.numbered("a", "e1", 10, 2))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(and(health, Reports.numbered("a", "e1", 9, 2)).late()).isEqualTo(1);
	}

	@Test
	void newLifeStartsItsNumbersAgain() {
		AgentHealth health = known(Reports.numbered("a", "e1", 10, 1), Reports.numbered("a", "e2", 1, 2));
		assertThat(health.latest().report().epoch()).isEqualTo("e2");
		assertThat(health.outcome(Reports.numbered("a", "e2", 2, 3))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void reportOfAnEndedLifeIsLate() {
		AgentHealth health = known(Reports.numbered("a", "e1", 10, 1), Reports.numbered("a", "e2", 1, 2));
		assertThat(health.outcome(Reports.numbered("a", "e1", 11, 3))).isEqualTo(ReportOutcome.LATE);
	}

	@Test
	void onlySoManyLivesAreRemembered() {
		AgentHealth health = known(Reports.numbered("a", "e0", 1, 1));
		for (int life = 1; life <= 100; life++) {
			health = and(health, Reports.numbered("a", "e" + life, 1, 1 + life));
		}
		assertThat(health.latest().report().epoch()).isEqualTo("e100");
		assertThat(health.lives().known()).hasSize(Lives.MOST_LIVES);
		assertThat(health.lives().forgotten()).isEqualTo(101 - Lives.MOST_LIVES);
		assertThat(health.outcome(Reports.numbered("a", "e99", 1, 200))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.numbered("a", "e99", 2, 200))).isEqualTo(ReportOutcome.LATE);
	}

	@Test
	void onlySoManyHolesAreRememberedAndTheLowestIsTakenForFilled() {
		AgentHealth health = known(Reports.numbered("a", "e", 2, 1));
		for (int n = 2; n <= 100; n++) {
			health = and(health, Reports.numbered("a", "e", 2 * n, n));
		}
		assertThat(health.lives().forgotten()).isEqualTo(100 - Lives.MOST_RANGES);
		assertThat(health.outcome(Reports.numbered("a", "e", 199, 200))).isEqualTo(ReportOutcome.LATE);
		assertThat(health.outcome(Reports.numbered("a", "e", 3, 200))).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void lateReportIsToldFromADuplicateForAsLongAsReportsAreKept() {
		AgentHealth health = and(known(Reports.numbered("a", "e1", 10, 1)), Reports.numbered("a", "e1", 12, 2));
		health = and(health, Reports.numbered("a", "e2", 1, 3));
		assertThat(health.outcome(Reports.numbered("a", "e1", 12, 4))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.numbered("a", "e1", 11, 4))).isEqualTo(ReportOutcome.LATE);
		health = and(health, Reports.numbered("a", "e2", 2, 2 + KEEP.toSeconds()));
		assertThat(health.outcome(Reports.numbered("a", "e1", 12, 90_000))).isEqualTo(ReportOutcome.DUPLICATE);
		health = and(health, Reports.numbered("a", "e2", 3, 3 + KEEP.toSeconds()));
		assertThat(health.lives().known()).hasSize(1);
	}

	@Test
	void lowestNumberIsAsGoodAsAnyOther() {
		AgentHealth health = and(known(Reports.numbered("a", "e", 0, 1)),
				Reports.numbered("a", "e", Long.MAX_VALUE, 2));
		assertThat(health.latest().report().sequence()).isEqualTo(Long.MAX_VALUE);
		assertThat(health.outcome(Reports.numbered("a", "e", 0, 3))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.numbered("a", "e", Long.MAX_VALUE, 3))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.numbered("a", "e", 1, 3))).isEqualTo(ReportOutcome.LATE);
	}

	@Test
	void lateReportDeliveredAgainIsADuplicate() {
		AgentHealth health = known(Reports.numbered("a", "e1", 10, 1), Reports.numbered("a", "e1", 9, 2));
		assertThat(health.outcome(Reports.numbered("a", "e1", 9, 2))).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void agentThatStopsTellingItsLifeIsOrderedByTheStream() {
		AgentHealth health = known(Reports.numbered("a", "e1", 10, 1));
		assertThat(health.outcome(Reports.plain("a", 2))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void streamMadeAnewIsOrderedByItsTime() {
		AgentHealth health = known(Reports.plain("a", 500));
		StreamPosition anew = new StreamPosition(1, Reports.START.plusSeconds(600));
		ReceivedReport next = new ReceivedReport(Reports.plain("a", 1).report(), "HEALTH_PC2", anew,
				Reports.START.plusSeconds(600), false);
		assertThat(health.outcome(next)).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(and(health, next).outcome(next)).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void ageIsNeverNegative() {
		assertThat(Reports.plain("a", 10).age(Reports.START)).isZero();
		assertThat(Reports.plain("a", 10).age(Reports.START.plusSeconds(12))).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void relayedReportFillsItsHoleAndIsNeverNewerThanWhatOvertookIt() {
		AgentHealth health = known(Reports.numbered("a", "e1", 1, 1), Reports.numbered("a", "e1", 4, 5));
		assertThat(health.outcome(relayed("e1", 2, 2, 6))).isEqualTo(ReportOutcome.LATE);
		health = and(and(health, relayed("e1", 2, 2, 6)), relayed("e1", 3, 3, 7));
		assertThat(health.latest().report().sequence()).isEqualTo(4);
		assertThat(health.missing()).isZero();
		assertThat(health.late()).isEqualTo(2);
		assertThat(health.outcome(relayed("e1", 3, 3, 8))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(relayed("e1", 5, 6, 8))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void relayedLifeThatWasOverBeforeThePresentOneDoesNotEndIt() {
		AgentHealth health = known(Reports.numbered("a", "e1", 1, 1), Reports.numbered("a", "e3", 1, 5));
		assertThat(health.outcome(relayed("e2", 1, 3, 6))).isEqualTo(ReportOutcome.LATE);
		health = and(health, relayed("e2", 1, 3, 6));
		assertThat(health.latest().report().epoch()).isEqualTo("e3");
		assertThat(health.outcome(Reports.numbered("a", "e3", 2, 7))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(health.outcome(relayed("e1", 2, 9, 7))).isEqualTo(ReportOutcome.LATE);
	}

	@Test
	void lifeThatOnlyALateReportToldOfMayStillBegin() {
		AgentHealth health = and(known(Reports.numbered("a", "e1", 1, 5)), relayed("e2", 1, 3, 6));
		assertThat(health.outcome(Reports.numbered("a", "e2", 2, 7))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void relayedLifeThatIsNewIsTheNextOne() {
		AgentHealth health = known(Reports.numbered("a", "e1", 1, 1));
		assertThat(and(health, relayed("e2", 1, 3, 6)).latest().report().epoch()).isEqualTo("e2");
	}

	@Test
	void relayedReportWithoutALifeIsOrderedByTheAgentsClock() {
		AgentHealth health = known(Reports.plain("a", 5));
		assertThat(health.outcome(relayed(null, 0, 4, 6))).isEqualTo(ReportOutcome.LATE);
		assertThat(health.outcome(relayed(null, 0, 5, 6))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(relayed(null, 0, 6, 7))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	/** Sent at one place of the stream, and come home at another. */
	private static ReceivedReport relayed(@Nullable String epoch, long sequence, long sent, long home) {
		ReceivedReport there = Reports.received("a", HealthStatus.UP, epoch, sequence, sent);
		ReceivedReport here = Reports.plain("a", home);
		return new ReceivedReport(there.report(), here.stream(), here.position(), here.seenAt(), true, true);
	}

}

package io.tandem.healthsync.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgentHealthTests {

	@Test
	void reportsWithoutALifeAreOrderedByTheStream() {
		AgentHealth health = AgentHealth.first(Reports.plain("a", 5));
		assertThat(health.outcome(Reports.plain("a", 6))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(health.with(Reports.plain("a", 6)).latest().position().sequence()).isEqualTo(6);
	}

	@Test
	void messageDeliveredAgainIsADuplicate() {
		AgentHealth health = AgentHealth.first(Reports.plain("a", 5)).with(Reports.plain("a", 7));
		assertThat(health.outcome(Reports.plain("a", 7))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.outcome(Reports.plain("a", 5))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.with(Reports.plain("a", 5)).duplicates()).isEqualTo(1);
		assertThat(health.with(Reports.plain("a", 5)).latest()).isEqualTo(health.latest());
	}

	@Test
	void sameReportSentTwiceIsADuplicateWithoutALifeToo() {
		ReceivedReport once = Reports.plain("a", 5);
		ReceivedReport again = new ReceivedReport(once.report(), once.stream(), Reports.plain("a", 6).position(),
				once.seenAt(), false);
		assertThat(AgentHealth.first(once).outcome(again)).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void numberedReportsOfOneLifeAreOrderedByTheirNumber() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e1", 10, 1));
		assertThat(health.outcome(Reports.numbered("a", "e1", 11, 2))).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(health.outcome(Reports.numbered("a", "e1", 9, 2))).isEqualTo(ReportOutcome.LATE);
		assertThat(health.outcome(Reports.numbered("a", "e1", 10, 2))).isEqualTo(ReportOutcome.DUPLICATE);
		assertThat(health.with(Reports.numbered("a", "e1", 9, 2)).late()).isEqualTo(1);
	}

	@Test
	void newLifeStartsItsNumbersAgain() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e1", 10, 1))
			.with(Reports.numbered("a", "e2", 1, 2));
		assertThat(health.latest().report().epoch()).isEqualTo("e2");
		assertThat(health.outcome(Reports.numbered("a", "e2", 2, 3))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void reportOfAnEndedLifeIsLate() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e1", 10, 1))
			.with(Reports.numbered("a", "e2", 1, 2));
		assertThat(health.outcome(Reports.numbered("a", "e1", 11, 3))).isEqualTo(ReportOutcome.LATE);
	}

	@Test
	void onlySoManyEndedLivesAreRemembered() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e0", 1, 1));
		for (int life = 1; life <= 100; life++) {
			health = health.with(Reports.numbered("a", "e" + life, 1, 1 + life));
		}
		assertThat(health.latest().report().epoch()).isEqualTo("e100");
		assertThat(health.endedEpochs()).hasSize(8).endsWith("e99");
	}

	@Test
	void lateReportDeliveredAgainIsADuplicate() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e1", 10, 1))
			.with(Reports.numbered("a", "e1", 9, 2));
		assertThat(health.outcome(Reports.numbered("a", "e1", 9, 2))).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void agentThatStopsTellingItsLifeIsOrderedByTheStream() {
		AgentHealth health = AgentHealth.first(Reports.numbered("a", "e1", 10, 1));
		assertThat(health.outcome(Reports.plain("a", 2))).isEqualTo(ReportOutcome.ACCEPTED);
	}

	@Test
	void streamMadeAnewIsOrderedByItsTime() {
		AgentHealth health = AgentHealth.first(Reports.plain("a", 500));
		StreamPosition anew = new StreamPosition(1, Reports.START.plusSeconds(600));
		ReceivedReport next = new ReceivedReport(Reports.plain("a", 1).report(), "HEALTH_PC2", anew,
				Reports.START.plusSeconds(600), false);
		assertThat(health.outcome(next)).isEqualTo(ReportOutcome.ACCEPTED);
		assertThat(health.with(next).outcome(next)).isEqualTo(ReportOutcome.DUPLICATE);
	}

	@Test
	void skewIsHowFarTheStreamsClockIsAhead() {
		assertThat(Reports.plain("a", 1).clockSkew()).isEqualTo(Duration.ofMillis(20));
	}

	@Test
	void ageIsNeverNegative() {
		assertThat(Reports.plain("a", 10).age(Reports.START)).isZero();
		assertThat(Reports.plain("a", 10).age(Reports.START.plusSeconds(12))).isEqualTo(Duration.ofSeconds(2));
	}

}

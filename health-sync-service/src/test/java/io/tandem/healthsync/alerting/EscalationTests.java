package io.tandem.healthsync.alerting;

import static io.tandem.healthsync.alerting.Severity.CRITICAL;
import static io.tandem.healthsync.alerting.Severity.DEGRADATION;
import static io.tandem.healthsync.alerting.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.test.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EscalationTests {

	private final MutableClock clock = MutableClock.at(Pages.START);

	private final Escalation escalation = new Escalation(Duration.ofMinutes(15), Duration.ofMinutes(10));

	@Test
	void unacknowledgedWarningReachesEachLevelInItsTime() {
		Page page = Pages.of("i", WARNING);
		assertThat(levelAfter(page, "PT14M59S")).isEqualTo(WARNING);
		assertThat(levelAfter(page, "PT15M")).isEqualTo(DEGRADATION);
		assertThat(levelAfter(page, "PT24M59S")).isEqualTo(DEGRADATION);
		assertThat(levelAfter(page, "PT25M")).isEqualTo(CRITICAL);
		assertThat(levelAfter(page, "P2D")).isEqualTo(CRITICAL);
		assertThat(this.escalation.since(page, CRITICAL)).isEqualTo(Pages.START.plusSeconds(1500));
	}

	@Test
	void pageThatBeginsHigherStartsItsTimersThere() {
		assertThat(levelAfter(Pages.of("i", DEGRADATION), "PT9M59S")).isEqualTo(DEGRADATION);
		assertThat(levelAfter(Pages.of("i", DEGRADATION), "PT10M")).isEqualTo(CRITICAL);
		assertThat(levelAfter(Pages.of("i", CRITICAL), "P1D")).isEqualTo(CRITICAL);
	}

	@Test
	void acknowledgedPageStaysWhereItWasThen() {
		Page page = Pages.of("i", WARNING);
		assertThat(levelAfter(page.acknowledged("ada", Pages.START.plusSeconds(899)), "P1D")).isEqualTo(WARNING);
		assertThat(levelAfter(page.acknowledged("ada", Pages.START.plusSeconds(900)), "P1D")).isEqualTo(DEGRADATION);
	}

	@Test
	void endedPageStaysWhereItWasThen() {
		assertThat(levelAfter(Pages.of("i", WARNING).ended(Pages.START.plusSeconds(1000)), "P1D"))
			.isEqualTo(DEGRADATION);
	}

	@Test
	void clockThatWasSetBackRaisesNothing() {
		assertThat(levelAfter(Pages.of("i", WARNING), "-PT1H")).isEqualTo(WARNING);
	}

	@Test
	void zeroIsForEver() {
		assertThat(new Escalation(Duration.ZERO, Duration.ofMinutes(10)).level(Pages.of("i", WARNING), Instant.MAX))
			.isEqualTo(WARNING);
		assertThat(new Escalation(Duration.ofMinutes(1), Duration.ZERO).level(Pages.of("i", WARNING),
				Pages.START.plusSeconds(90_000)))
			.isEqualTo(DEGRADATION);
		assertThatIllegalArgumentException().isThrownBy(() -> new Escalation(Duration.ofSeconds(-1), Duration.ZERO))
			.withMessageContaining("warning=PT-1S");
	}

	@Test
	void summaryNeverBecomesMoreUrgent() {
		Page summary = new Page("s", "CutOff", NodeKind.SUMMARY, "pc2", "pc2", WARNING, Pages.START, null, "", "", null,
				null);
		assertThat(levelAfter(summary, "P1D")).isEqualTo(WARNING);
	}

	private Severity levelAfter(Page page, String duration) {
		this.clock.set(Pages.START.plus(Duration.parse(duration)));
		return this.escalation.level(page, this.clock.instant());
	}

}

package io.tandem.healthsync.alerting;

import static io.tandem.healthsync.alerting.Severity.CRITICAL;
import static io.tandem.healthsync.alerting.Severity.DEGRADATION;
import static io.tandem.healthsync.alerting.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.alerts.Alert;
import io.tandem.test.time.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageBookTests {

	private final MutableClock clock = MutableClock.at(Pages.START);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final PageBook book = book(4);

	private int changes;

	private PageBook book(int maxPages) {
		PageBook made = new PageBook(
				new AlertingProperties(List.of(URI.create("http://a:9093")), Duration.ofMinutes(1), maxPages,
						new Escalation(Duration.ofMinutes(15), Duration.ofMinutes(10))),
				this.clock, new AlertingMeters(this.meters));
		made.onChange(() -> this.changes++);
		return made;
	}

	@Test
	void bothMachinesCopiesHaveTheSameLabels() {
		PageBook other = book(4);
		this.book.tell(Pages.of("pc2-17", WARNING));
		other.tell(Pages.at("mainpc-4", WARNING, Pages.START.plusSeconds(2)));
		Alert here = alerts(this.book).getFirst();
		assertThat(here.labels()).isEqualTo(alerts(other).getFirst().labels())
			.hasToString("{alertname=AgentSilent, kind=agent, machine=pc2, node=ErrorBus, severity=warning}");
		assertThat(here.annotations()).containsEntry("incident", "pc2-17")
			.containsEntry("runbook_url", "https://docs.example/silent")
			.doesNotContainKey("escalated");
		assertThat(here.endsAt()).isEqualTo(Pages.START.plusSeconds(240));
	}

	@Test
	void escalatedPageStaysOpenAtItsFormerLevelsUntilItEnds() {
		this.book.tell(Pages.of("i", WARNING));
		this.clock.advance(Duration.ofMinutes(25));
		this.book.advance();
		assertThat(this.book.levels()).allMatch(PagedLevel::isOpen)
			.extracting(PagedLevel::level)
			.containsExactly(CRITICAL, DEGRADATION, WARNING);
		Alert critical = alerts(this.book).getFirst();
		assertThat(critical.startsAt()).isEqualTo(Pages.START.plusSeconds(1500));
		assertThat(critical.annotations()).containsEntry("incident_severity", "warning").containsKey("escalated");
		assertThat(counter("tandem.alerting.escalations")).isEqualTo(2);
		this.book.tell(Pages.of("i", WARNING).ended(this.clock.instant()));
		assertThat(alerts(this.book)).hasSize(3).allMatch((alert) -> alert.endsAt().equals(this.clock.instant()));
	}

	@Test
	void timeOnlyRaises() {
		this.book.tell(Pages.of("i", WARNING));
		this.clock.advance(Duration.ofMinutes(15));
		this.book.advance();
		this.clock.advance(Duration.ofMinutes(-10));
		this.book.advance();
		assertThat(open()).containsExactly(DEGRADATION, WARNING);
	}

	@Test
	void acknowledgementThatComesLateTakesBackWhatWasRaisedAfterIt() {
		this.book.tell(Pages.of("i", WARNING));
		this.clock.advance(Duration.ofMinutes(16));
		this.book.advance();
		this.book.tell(Pages.of("i", WARNING).acknowledged("ada", Pages.START.plusSeconds(600)));
		assertThat(open()).containsExactly(WARNING);
		this.clock.advance(Duration.ofHours(5));
		this.book.advance();
		assertThat(open()).containsExactly(WARNING);
		assertThat(alerts(this.book).getLast().annotations()).containsEntry("acknowledged_by", "ada");
	}

	@Test
	void incidentThatGetsWorseAndBetterCallsAndUncalls() {
		this.book.tell(Pages.of("i", WARNING));
		this.book.tell(Pages.of("i", CRITICAL));
		assertThat(open()).containsExactly(CRITICAL, WARNING);
		this.clock.advance(Duration.ofMinutes(1));
		this.book.tell(Pages.of("i", WARNING));
		assertThat(open()).containsExactly(WARNING);
		this.clock.advance(Duration.ofMinutes(1));
		this.book.tell(Pages.of("i", CRITICAL));
		assertThat(open()).containsExactly(CRITICAL, WARNING);
		assertThat(this.book.levels().getFirst().since()).isEqualTo(this.clock.instant());
	}

	@Test
	void sameStateAgainIsNoChange() {
		this.book.tell(Pages.of("i", WARNING));
		long version = this.book.levels().getFirst().version();
		this.book.tell(Pages.of("i", WARNING));
		this.book.advance();
		assertThat(this.changes).isEqualTo(1);
		assertThat(this.book.levels().getFirst().version()).isEqualTo(version);
	}

	@Test
	void endedPageStaysEndedWhateverComesLate() {
		this.book.tell(Pages.of("i", WARNING).ended(Pages.START.plusSeconds(5)));
		this.book.tell(Pages.of("i", WARNING));
		this.book.load(List.of(Pages.of("i", WARNING)));
		assertThat(open()).isEmpty();
		assertThat(this.book.levels()).hasSize(1);
	}

	@Test
	void endIsKeptUntilTheStreamHasItAndAlertmanagersHaveForgotten() {
		this.book.tell(Pages.of("i", WARNING));
		this.book.published("i");
		this.book.tell(Pages.of("i", WARNING).ended(Pages.START));
		this.clock.advance(Duration.ofHours(1));
		this.book.advance();
		assertThat(this.book.levels()).hasSize(1);
		this.book.published("i");
		this.book.advance();
		assertThat(this.book.levels()).isEmpty();
	}

	@Test
	void endThatIsHeardOfLateIsToldForAsLong() {
		this.clock.advance(Duration.ofHours(5));
		this.book.tell(Pages.of("i", WARNING).ended(Pages.START.plusSeconds(1000)));
		this.book.published("i");
		this.book.advance();
		assertThat(this.book.levels()).extracting(PagedLevel::level).containsExactly(DEGRADATION, WARNING);
		this.clock.advance(Duration.ofMinutes(16));
		this.book.advance();
		assertThat(this.book.levels()).isEmpty();
	}

	@Test
	void endOfOneIsNotToldWhileAnotherIsTheSameAlert() {
		this.book.tell(Pages.of("first", WARNING));
		this.book.tell(Pages.of("second", WARNING));
		this.book.tell(Pages.of("first", WARNING).ended(Pages.START));
		assertThat(this.book.levels()).extracting((level) -> level.page().incident()).containsExactly("second");
		this.book.tell(Pages.of("second", WARNING).ended(Pages.START));
		assertThat(this.book.levels()).hasSize(2);
	}

	@Test
	void whatIsKnownIsNewerThanWhatIsLoaded() {
		assertThat(this.book.wantsLoad()).isTrue();
		this.book.tell(Pages.of("i", CRITICAL));
		this.book.load(List.of(Pages.of("i", WARNING), Pages.on("Other", "j", WARNING)));
		assertThat(this.book.wantsLoad()).isFalse();
		assertThat(open()).containsExactly(CRITICAL, WARNING);
	}

	@Test
	void fullBookGivesUpEndedThenLessUrgentPagesAndAsksForThemAgain() {
		this.book.load(List.of());
		for (String each : List.of("a", "b", "c")) {
			this.book.tell(Pages.on(each, each, WARNING));
		}
		this.book.tell(Pages.on("d", "d", WARNING).ended(Pages.START));
		this.book.published("d");
		this.book.tell(Pages.on("e", "e", WARNING));
		assertThat(this.book.wantsLoad()).isFalse();
		assertThat(counter("tandem.alerting.dropped")).isZero();
		this.book.tell(Pages.on("f", "f", WARNING));
		assertThat(this.book.levels()).extracting((level) -> level.page().incident())
			.containsExactly("a", "b", "c", "e");
		this.book.tell(Pages.on("g", "g", CRITICAL));
		assertThat(this.book.levels()).extracting((level) -> level.page().incident())
			.containsExactly("g", "b", "c", "e");
		assertThat(counter("tandem.alerting.dropped")).isEqualTo(2);
		assertThat(this.book.wantsLoad()).isFalse();
		this.book.tell(Pages.on("b", "b", WARNING).ended(Pages.START));
		this.book.published("b");
		this.clock.advance(Duration.ofHours(1));
		this.book.advance();
		assertThat(this.book.wantsLoad()).isTrue();
		this.book.load(List.of(Pages.on("f", "f", WARNING), Pages.on("g", "g", CRITICAL)));
		assertThat(this.book.levels()).extracting((level) -> level.page().incident()).contains("f");
		assertThat(this.book.isIncomplete()).isFalse();
	}

	@Test
	void alertNeverEndsBeforeItStarts() {
		Page page = Pages.of("i", WARNING).ended(Pages.START.minusSeconds(60));
		assertThat(page.endedAt()).isEqualTo(Pages.START);
		this.book.tell(Pages.of("j", WARNING));
		this.clock.advance(Duration.ofDays(-1));
		assertThat(alerts(this.book).getFirst().endsAt()).isEqualTo(Pages.START);
	}

	@Test
	void pageWithANameThatIsNoneIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Page("i", "agent silent", NodeKind.AGENT, "pc2", "x", WARNING, Instant.EPOCH, null,
					"", "", null, null))
			.withMessageContaining("cause=agent silent");
		assertThatIllegalArgumentException().isThrownBy(() -> Pages.on(" ", "i", WARNING))
			.withMessageContaining("incident=i length=1");
	}

	private List<Severity> open() {
		return this.book.levels().stream().filter(PagedLevel::isOpen).map(PagedLevel::level).toList();
	}

	private List<Alert> alerts(PageBook book) {
		return book.levels().stream().map((each) -> each.alert(this.clock.instant(), Duration.ofMinutes(4))).toList();
	}

	private double counter(String name) {
		return this.meters.find(name).counters().stream().mapToDouble((counter) -> counter.count()).sum();
	}

}

package io.tandem.console.view;

import io.tandem.console.source.Seen;
import io.tandem.console.source.SloAnswers.Kpi;
import io.tandem.console.source.SloAnswers.Kpis;
import io.tandem.console.source.SloAnswers.Outage;
import io.tandem.console.source.SloAnswers.Slo;
import io.tandem.console.source.SloAnswers.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SloPageTests {

	private static final Instant END = Instant.parse("2026-01-31T14:00:00Z");

	private static final Instant NOW = END.plusSeconds(8);

	@Test
	void theWholeComesFirstAndWhatIsStrictestLast() {
		SloPage page = page(target(99.95, 50), Map.of());
		assertThat(page.targets()).extracting(SloPage.TargetCard::title)
			.containsExactly("The whole", "mainpc", "pc2", "All machines");
		assertThat(page.strips()).extracting(SloStrip::name)
			.containsExactly("The whole", "mainpc", "pc2", "All machines");
	}

	@Test
	void whatWasMissedIsNeverRoundedToWhatIsPromised() {
		assertThat(page(target(99.89999999, -0.01), Map.of()).targets().getFirst().percent()).isEqualTo("99.8999 %");
		assertThat(page(target(100, 100), Map.of()).targets().getFirst().percent()).isEqualTo("100 %");
	}

	@Test
	void aBudgetSaysWhatIsLeftOrThatNothingIs() {
		assertThat(page(target(99.95, 50), Map.of()).targets().getFirst().budget())
			.isEqualTo("50 % left, 43.2 s of 1 min 26 s");
		SloPage.TargetCard spent = page(target(99.6, -140), Map.of()).targets().getFirst();
		assertThat(spent.budget()).isEqualTo("nothing left of 1 min 26 s; 240 % of it is used");
		assertThat(spent.left()).isZero();
		assertThat(spent.budgetLevel()).isEqualTo(Level.BAD);
	}

	@Test
	void budgetsThatBurnAreMarkedAsTheAlertsAre() {
		assertThat(SloPage.BurnLine.of("1h", 14.4)).isEqualTo(new SloPage.BurnLine(Level.BAD, "1 h", "14.4×"));
		assertThat(SloPage.BurnLine.of("30m", 6)).isEqualTo(new SloPage.BurnLine(Level.WATCH, "30 min", "6.0×"));
		assertThat(SloPage.BurnLine.of("5m", 6).level()).isEqualTo(Level.GOOD);
	}

	@Test
	void nothingJudgedIsUnknown() {
		Target target = new Target("unknown", null, 0, 0, 0, 0, 100, Map.of(), List.of());
		SloPage.TargetCard card = page(target, Map.of()).targets().getFirst();
		assertThat(card.level()).isEqualTo(Level.UNKNOWN);
		assertThat(card.percent()).isNull();
		assertThat(card.budget()).isEqualTo("unknown");
	}

	@Test
	void whatIsNotOfNowIsNotCalledWell() {
		SloPage page = SloPage.of(new SloPage.Input("24h", "mainpc", false,
				new Seen<>(slo(target(99.95, 50), Map.of()), END, "cannot be reached"), kpis(), Map.of()), NOW);
		assertThat(page.panel().note())
			.isEqualTo("The hub of mainpc cannot be reached; showing it as of 14:00:00 UTC, 8 s ago");
		assertThat(page.targets().getFirst().level()).isEqualTo(Level.UNKNOWN);
		assertThat(page.targets().getFirst().verdict()).isEqualTo("met");
	}

	@Test
	void whatIsRememberedOfOtherWindowsIsTold() {
		Map<String, Seen<Slo>> others = new LinkedHashMap<>();
		others.put("1h", Seen.nothing("has not been asked yet"));
		others.put("24h", Seen.of(slo(target(99.95, 50), Map.of()), END));
		SloPage page = SloPage.of(new SloPage.Input("7d", "mainpc", false, Seen.nothing("cannot be reached"),
				Seen.nothing("cannot be reached"), others), NOW);
		assertThat(page.elsewhere()).isEqualTo("Of other windows is known: 24 h as of 14:00:00 UTC, 8 s ago.");
		assertThat(page.panel().note()).isEqualTo(
				"The hub of mainpc cannot be reached; this hub has not been told of this window since it started");
		assertThat(page.targets()).isEmpty();
		assertThat(page.evidence()).isEqualTo("/console/slo/evidence?window=7d");
	}

	@Test
	void outagesOfTheSameTimeAreTogetherAndTheNewestComesFirst() {
		Outage both = outage(END.minusSeconds(600), 60, 0, false, "");
		SloPage page = page(target(99.95, 50), Map.of("mainpc", List.of(both), "pc2",
				List.of(both, outage(END.minusSeconds(30), 30, 0, true, "failover"))));
		assertThat(page.outages()).extracting(SloPage.OutageLine::of).containsExactly("pc2", "mainpc, pc2");
		assertThat(page.outages()).extracting(SloPage.OutageLine::lasted).containsExactly("30 s so far", "1 min");
		assertThat(page.outages()).extracting(SloPage.OutageLine::level).containsExactly(Level.WATCH, Level.BAD);
		assertThat(page.outages().getLast().isExplained()).isFalse();
	}

	@Test
	void secondsInWhichNobodyLookedAreToldApart() {
		SloPage page = page(target(99.95, 50), Map.of("pc2", List.of(outage(END.minusSeconds(90), 20, 5, false, ""),
				outage(END.minusSeconds(60), 20, 20, true, ""))));
		assertThat(page.outages()).extracting(SloPage.OutageLine::unseen)
			.containsExactly("nobody looked", "nobody looked for 5 s");
		assertThat(page.outages().getFirst().level()).isEqualTo(Level.UNKNOWN);
	}

	@Test
	void ofVeryManyOutagesTheOlderOnesAreCounted() {
		List<Outage> many = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			many.add(outage(END.minusSeconds(40_000 - 20L * i), 1, 0, false, ""));
		}
		SloPage page = page(target(99.95, 50), Map.of("pc2", many));
		assertThat(page.outages()).hasSize(300);
		assertThat(page.leftOut()).isEqualTo(700);
		assertThat(page.strips().get(2).bars().size()).isLessThanOrEqualTo(SloStrip.STEPS);
	}

	@Test
	void aStepIsAsBadAsItsWorstSecondAndEachSecondIsSeen() {
		SloStrip strip = page(target(99.95, 50),
				Map.of("pc2",
						List.of(outage(END.minus(Duration.ofHours(12)), 60, 60, true, ""),
								outage(END.minus(Duration.ofHours(12)).plusSeconds(90), 1, 0, false, ""),
								outage(END.minusSeconds(1), 1, 0, true, "failover"))))
			.strips()
			.get(2);
		assertThat(strip.bars()).containsExactly(new SloStrip.Bar(120, 1, SloStrip.Kind.UNEXPLAINED),
				new SloStrip.Bar(239, 1, SloStrip.Kind.EXPLAINED));
		assertThat(strip.words()).isEqualTo("pc2: 3 outages, the longest of 1 min, 1 not explained");
	}

	@Test
	void whatWasBeforeAnybodyObservedIsNotDrawnAsWell() {
		Slo late = new Slo("PT24H", END.minus(Duration.ofHours(6)), END, 99.9, targets(target(100, 100), Map.of()),
				List.of());
		SloPage page = SloPage.of(new SloPage.Input("24h", "mainpc", true, Seen.of(late, END), kpis(), Map.of()), NOW);
		assertThat(page.strips()).allSatisfy((strip) -> assertThat(strip.judged()).isEqualTo(180));
		assertThat(page.judged()).isEqualTo("08:00:00 to 14:00:00 UTC, 6 h; nothing was observed before");
		assertThat(page.axis()).isNotNull();
		assertThat(page.axis().step()).isEqualTo("6 min");
	}

	@Test
	void figuresAreShownWithTheirVerdictsAndWhyOneIsUnknown() {
		SloPage page = page(target(99.95, 50), Map.of());
		assertThat(page.sums()).isEqualTo("1 met, 1 missed, 1 unknown");
		assertThat(page.kpis()).extracting(SloPage.KpiLine::actual)
			.containsExactly("99.9876 %", "3.863 s", "Prometheus has no data of it");
		assertThat(page.kpis()).extracting(SloPage.KpiLine::level)
			.containsExactly(Level.GOOD, Level.BAD, Level.UNKNOWN);
	}

	@Test
	void aFigureThatIsNoNumberIsShownAsItIs() {
		Kpis kpis = new Kpis(END, "PT24H",
				List.of(new Kpi("delivery", "at least 1 %", Double.POSITIVE_INFINITY, "%", "met", "", "")));
		SloPage page = SloPage.of(
				new SloPage.Input("24h", "mainpc", true, Seen.nothing("answers 500"), Seen.of(kpis, END), Map.of()),
				NOW);
		assertThat(page.kpis()).singleElement().satisfies((kpi) -> assertThat(kpi.actual()).isEqualTo("Infinity %"));
	}

	private static SloPage page(Target target, Map<String, List<Outage>> outages) {
		return SloPage
			.of(new SloPage.Input("24h", "mainpc", true, Seen.of(slo(target, outages), END), kpis(), Map.of()), NOW);
	}

	private static Slo slo(Target target, Map<String, List<Outage>> outages) {
		return new Slo("PT24H", END.minus(Duration.ofHours(24)), END, 99.9, targets(target, outages), List.of());
	}

	private static Map<String, Target> targets(Target target, Map<String, List<Outage>> outages) {
		Map<String, Target> targets = new LinkedHashMap<>();
		for (String name : List.of("mainpc", "pc2", "any-machine", "all-machines")) {
			targets.put(name,
					new Target(target.verdict(), target.percent(), target.upSeconds(), target.downSeconds(),
							target.unseenSeconds(), target.budgetSeconds(), target.budgetLeftPercent(),
							target.burnRates(), outages.getOrDefault(name, List.of())));
		}
		return targets;
	}

	private static Target target(double percent, double budgetLeft) {
		return new Target((percent >= 99.9) ? "met" : "missed", percent, 86_000, 400, 0, 86.4, budgetLeft, Map.of(),
				List.of());
	}

	private static Outage outage(Instant from, long seconds, long unseen, boolean isExplained, String explanation) {
		return new Outage(from, from.plusSeconds(seconds), seconds, unseen, List.of(), isExplained,
				explanation.isEmpty() ? List.of() : List.of(explanation));
	}

	private static Seen<Kpis> kpis() {
		return Seen.of(new Kpis(END, "PT24H",
				List.of(new Kpi("delivery", "at least 99.9 %", 99.98764, "%", "met", "", "counted"),
						new Kpi("failover time", "at most 3 s", 3.8629999999999995, "s", "missed", "", "measured"),
						new Kpi("agreement", "at most 0 minutes", null, "minutes", "unknown",
								"Prometheus has no data of it", "compared"))),
				END);
	}

}

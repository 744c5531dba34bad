package io.tandem.console.view;

import io.tandem.console.source.Seen;
import io.tandem.console.source.SloAnswers.Kpi;
import io.tandem.console.source.SloAnswers.Kpis;
import io.tandem.console.source.SloAnswers.Outage;
import io.tandem.console.source.SloAnswers.Slo;
import io.tandem.console.source.SloAnswers.Target;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How available each machine and the whole were, every outage, and the figures that are
 * promised.
 *
 * @param window which is shown, as its link has it
 * @param windows that can be chosen
 * @param elsewhere what is remembered of other windows while this one was never seen;
 * null else
 * @param evidence where the archive of all that is
 * @param judged which time is judged, in words; null if nothing is known
 * @param missing who did not answer the centre
 * @param targets the whole first
 * @param strips in the same order
 * @param outages the newest first
 * @param leftOut how many older ones there are
 * @param sums how many figures are met, missed and unknown
 */
public record SloPage(String window, List<WindowLink> windows, String centre, Panel panel, @Nullable String elsewhere,
		String evidence, @Nullable String promise, @Nullable String judged, List<String> missing,
		List<TargetCard> targets, List<SloStrip> strips, @Nullable Axis axis, List<OutageLine> outages, int leftOut,
		Panel kpiPanel, @Nullable String sums, List<KpiLine> kpis) {

	/** By the name that the centre takes. */
	static final List<String> WINDOWS = List.of("1h", "24h", "7d");

	static final String USUAL = "7d";

	private static final int MOST = 300;

	private static final String ANY = "any-machine";

	private static final String ALL = "all-machines";

	/**
	 * What the page is made from.
	 *
	 * @param isCentre whether this console's own hub judges
	 * @param others what is remembered of the other windows
	 */
	record Input(String window, String centre, boolean isCentre, Seen<Slo> slo, Seen<Kpis> kpis,
			Map<String, Seen<Slo>> others) {
	}

	static SloPage of(Input input, Instant now) {
		Times times = new Times(now);
		String who = "The hub of " + input.centre();
		String elsewhere = (input.slo().value() == null) ? elsewhere(input.others(), times) : null;
		Panel panel = panel(who, input.slo(), elsewhere, times);
		Panel kpiPanel = panel(who, input.kpis(), elsewhere, times);
		List<WindowLink> windows = WINDOWS.stream().map((name) -> WindowLink.of(name, input.window())).toList();
		String evidence = (input.isCentre() ? "/api/v1/slo/evidence?window=" : "/console/slo/evidence?window=")
				+ input.window();
		Kpis kpis = input.kpis().value();
		List<KpiLine> figures = (kpis == null) ? List.of()
				: kpis.kpis().stream().map((kpi) -> KpiLine.of(kpi, input.kpis().isFresh())).toList();
		Slo slo = input.slo().value();
		if (slo == null) {
			return new SloPage(input.window(), windows, input.centre(), panel, elsewhere, evidence, null, null,
					List.of(), List.of(), List.of(), null, List.of(), 0, kpiPanel, sums(kpis), figures);
		}
		List<Map.Entry<String, Target>> targets = inOrder(slo.targets());
		SloStrip.Span span = new SloStrip.Span(begin(slo), slo.to());
		List<OutageLine> outages = outages(slo, targets, times);
		return new SloPage(input.window(), windows, input.centre(), panel, null, evidence,
				plain(slo.objectivePercent()) + " % is promised", judged(slo, times), slo.missing(),
				targets.stream()
					.map((each) -> TargetCard.of(each.getKey(), each.getValue(), input.slo().isFresh()))
					.toList(),
				targets.stream()
					.map((each) -> SloStrip.of(titleOf(each.getKey()), each.getValue().outages(), span, slo.from()))
					.toList(),
				new Axis(times.at(span.from()), times.at(span.to()), Times.lasted(span.ofStep())),
				outages.stream().limit(MOST).toList(), Math.max(0, outages.size() - MOST), kpiPanel, sums(kpis),
				figures);
	}

	/** Where other windows are known, only of this one nothing was told. */
	private static Panel panel(String who, Seen<?> seen, @Nullable String elsewhere, Times times) {
		return (elsewhere != null && seen.value() == null)
				? new Panel(who + " " + seen.problem() + "; this hub has not been told of this window since it started",
						true)
				: Panel.of(who, seen, times);
	}

	private static @Nullable String elsewhere(Map<String, Seen<Slo>> others, Times times) {
		List<String> words = new ArrayList<>();
		others.forEach((window, seen) -> {
			When when = times.when(seen.asOf());
			if (when != null) {
				words.add(WindowLink.words(window) + " as of " + when.text() + " UTC, " + when.ago());
			}
		});
		return words.isEmpty() ? null : "Of other windows is known: " + String.join("; ", words) + ".";
	}

	private static Instant begin(Slo slo) {
		try {
			Instant begin = slo.to().minus(Duration.parse(slo.window()));
			return begin.isBefore(slo.from()) ? begin : slo.from();
		}
		catch (DateTimeParseException ex) {
			return slo.from();
		}
	}

	private static String judged(Slo slo, Times times) {
		String words = times.at(slo.from()).text() + " to " + times.at(slo.to()).text() + " UTC, "
				+ Times.lasted(Duration.between(slo.from(), slo.to()));
		return begin(slo).isBefore(slo.from()) ? words + "; nothing was observed before" : words;
	}

	/** The whole is what is promised; what is stricter than that comes last. */
	private static List<Map.Entry<String, Target>> inOrder(Map<String, Target> targets) {
		return targets.entrySet().stream().sorted(Comparator.comparingInt((each) -> switch (each.getKey()) {
			case ANY -> 0;
			case ALL -> 2;
			default -> 1;
		})).toList();
	}

	private static String titleOf(String name) {
		return switch (name) {
			case ANY -> "The whole";
			case ALL -> "All machines";
			default -> name;
		};
	}

	/** An outage of several is told once. */
	private static List<OutageLine> outages(Slo slo, List<Map.Entry<String, Target>> targets, Times times) {
		Map<List<Instant>, Map<String, Outage>> alike = new LinkedHashMap<>();
		targets.forEach((target) -> target.getValue()
			.outages()
			.forEach((outage) -> alike
				.computeIfAbsent(List.of(outage.from(), outage.to()), (key) -> new LinkedHashMap<>())
				.put(target.getKey(), outage)));
		return alike.entrySet()
			.stream()
			.sorted(Comparator
				.comparing((Map.Entry<List<Instant>, Map<String, Outage>> each) -> each.getKey().getFirst())
				.reversed())
			.map((each) -> OutageLine.of(each.getValue(), slo.to(), times))
			.toList();
	}

	private static @Nullable String sums(@Nullable Kpis kpis) {
		if (kpis == null) {
			return null;
		}
		List<String> words = new ArrayList<>();
		for (String verdict : List.of("met", "missed", "unknown")) {
			words.add(kpis.kpis().stream().filter((kpi) -> verdict.equals(kpi.verdict())).count() + " " + verdict);
		}
		return String.join(", ", words);
	}

	private static String plain(double value) {
		return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
				: Double.toString(value);
	}

	/** A window to choose. */
	public record WindowLink(String name, String words, boolean isChosen) {

		static WindowLink of(String name, String chosen) {
			return new WindowLink(name, words(name), name.equals(chosen));
		}

		static String words(String name) {
			return name.substring(0, name.length() - 1) + " " + name.substring(name.length() - 1);
		}

	}

	/**
	 * What the strips show.
	 *
	 * @param step how much one step of them is
	 */
	public record Axis(When from, When to, String step) {
	}

	/**
	 * A machine, or the whole.
	 *
	 * @param key its name in the answer
	 * @param isWhole whether one machine of all is enough
	 * @param percent null if nothing was judged
	 * @param left of the error budget, of a hundred
	 */
	public record TargetCard(String key, String title, boolean isWhole, Level level, String verdict,
			@Nullable String percent, String down, String unseen, Level budgetLevel, int left, String budget,
			List<BurnLine> burns) {

		static TargetCard of(String name, Target target, boolean isFresh) {
			double left = target.budgetLeftPercent();
			Level budgetLevel = (target.percent() == null) ? Level.UNKNOWN
					: (left <= 0) ? Level.BAD : (left < 25) ? Level.WATCH : Level.GOOD;
			return new TargetCard(name, titleOf(name), ANY.equals(name),
					isFresh ? Level.ofPromise(target.verdict()) : Level.UNKNOWN, target.verdict(),
					(target.percent() != null) ? percent(target.percent()) : null, seconds(target.downSeconds()),
					seconds(target.unseenSeconds()), budgetLevel,
					(target.percent() != null) ? (int) Math.clamp(Math.round(left), 0, 100) : 0, budget(target),
					target.burnRates()
						.entrySet()
						.stream()
						.map((burn) -> BurnLine.of(burn.getKey(), burn.getValue()))
						.toList());
		}

		/** Returns it rounded down: what was missed is never shown as met. */
		private static String percent(double percent) {
			return plain(BigDecimal.valueOf(percent).setScale(4, RoundingMode.FLOOR).doubleValue()) + " %";
		}

		private static String seconds(long seconds) {
			return "%,d s".formatted(seconds)
					+ ((seconds >= 60) ? " (" + Times.lasted(Duration.ofSeconds(seconds)) + ")" : "");
		}

		private static String budget(Target target) {
			double left = target.budgetLeftPercent();
			if (target.percent() == null) {
				return "unknown";
			}
			if (left < 0) {
				return "nothing left of %s; %,.0f %% of it is used".formatted(lasted(target.budgetSeconds()),
						100 - left);
			}
			return "%.0f %% left, %s of %s".formatted(left, lasted(target.budgetSeconds() * left / 100),
					lasted(target.budgetSeconds()));
		}

		private static String lasted(double seconds) {
			return (seconds < 60) ? "%.1f s".formatted(seconds) : Times.lasted(Duration.ofSeconds((long) seconds));
		}

	}

	/** How fast the budget was used lately. */
	public record BurnLine(Level level, String window, String rate) {

		/** As the alerts have it: so fast calls, and so fast writes. */
		static BurnLine of(String window, double rate) {
			Level level = switch (window) {
				case "5m", "1h" -> (rate >= 14.4) ? Level.BAD : Level.GOOD;
				case "30m", "6h" -> (rate >= 6) ? Level.WATCH : Level.GOOD;
				default -> (rate >= 1) ? Level.WATCH : Level.GOOD;
			};
			return new BurnLine(level, window.replaceAll("(\\d+)m", "$1 min").replaceAll("(\\d+)([hd])", "$1 $2"),
					"%.1f×".formatted(rate));
		}

	}

	/**
	 * Seconds that count as down.
	 *
	 * @param of whose they are
	 * @param unseen in how many nobody looked; null for none
	 * @param explanations what is known that explains them
	 * @param isExplained whether anything does
	 */
	public record OutageLine(Level level, When from, String of, String lasted, @Nullable String unseen,
			List<String> reasons, boolean isExplained, List<String> explanations) {

		static OutageLine of(Map<String, Outage> alike, Instant end, Times times) {
			Outage outage = alike.values().iterator().next();
			Set<String> reasons = new LinkedHashSet<>();
			Set<String> explanations = new LinkedHashSet<>();
			alike.values().forEach((each) -> {
				reasons.addAll(each.reasons());
				explanations.addAll(each.explanations());
			});
			boolean isExplained = alike.values().stream().anyMatch(Outage::isExplained);
			Level level = outage.nobodyLooked() ? Level.UNKNOWN : isExplained ? Level.WATCH : Level.BAD;
			String lasted = Times.lasted(Duration.ofSeconds(outage.seconds()));
			return new OutageLine(level, times.at(outage.from()), whose(alike.keySet()),
					outage.to().isBefore(end) ? lasted : lasted + " so far", unseen(outage), List.copyOf(reasons),
					isExplained, List.copyOf(explanations));
		}

		/** Returns the machines first; that all were not up is said by each of them. */
		private static String whose(Set<String> names) {
			List<String> machines = names.stream().filter((name) -> !ANY.equals(name) && !ALL.equals(name)).toList();
			if (machines.isEmpty()) {
				return String.join(", ", names.stream().map((name) -> titleOf(name).toLowerCase(Locale.ROOT)).toList());
			}
			return String.join(", ", machines) + (names.contains(ANY) ? ", so the whole" : "");
		}

		private static @Nullable String unseen(Outage outage) {
			if (outage.unseenSeconds() == 0) {
				return null;
			}
			return outage.nobodyLooked() ? "nobody looked"
					: "nobody looked for " + Times.lasted(Duration.ofSeconds(outage.unseenSeconds()));
		}

	}

	/**
	 * A promised figure.
	 *
	 * @param actual what it is, or why that is not known
	 */
	public record KpiLine(Level level, String verdict, String name, String actual, boolean isKnown, String target,
			String how) {

		static KpiLine of(Kpi kpi, boolean isFresh) {
			Double actual = kpi.actual();
			return new KpiLine(isFresh ? Level.ofPromise(kpi.verdict()) : Level.UNKNOWN, kpi.verdict(), kpi.name(),
					(actual != null) ? figure(actual, kpi) + " " + kpi.unit() : kpi.why(), actual != null, kpi.target(),
					kpi.how());
		}

		/**
		 * Returns it rounded to the worse side: what was missed is never shown as met.
		 */
		private static String figure(double value, Kpi kpi) {
			if (!Double.isFinite(value)) {
				return Double.toString(value);
			}
			RoundingMode worse = kpi.target().startsWith("at least") ? RoundingMode.FLOOR : RoundingMode.CEILING;
			BigDecimal exact = BigDecimal.valueOf(value);
			BigDecimal shown = "%".equals(kpi.unit()) ? exact.setScale(4, worse)
					: (Math.abs(value) >= 1000) ? exact.setScale(0, worse) : exact.round(new MathContext(4, worse));
			return plain(shown.doubleValue());
		}

	}

}

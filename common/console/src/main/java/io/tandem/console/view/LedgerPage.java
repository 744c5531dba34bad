package io.tandem.console.view;

import io.tandem.console.source.LedgerAnswers.Backlog;
import io.tandem.console.source.LedgerAnswers.Epoch;
import io.tandem.console.source.LedgerAnswers.Gap;
import io.tandem.console.source.LedgerAnswers.Gaps;
import io.tandem.console.source.LedgerAnswers.Ledger;
import io.tandem.console.source.LedgerAnswers.Mirror;
import io.tandem.console.source.LedgerAnswers.Reconciliation;
import io.tandem.console.source.LedgerAnswers.Spool;
import io.tandem.console.source.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived, what is missing, and where it waits.
 *
 * @param card the sums
 * @param epochs of records, the one seen last first
 * @param gaps of records, open ones first, then the newest; without those that were only
 * another order of arrival
 * @param brief how many those are of the newest gaps
 * @param spools each machine's
 * @param mirrors each machine's
 */
public record LedgerPage(OverviewPage.LedgerCard card, List<EpochLine> epochs, Panel gapsPanel, List<GapLine> gaps,
		long brief, List<SpoolLine> spools, List<MirrorLine> mirrors) {

	private static final Duration BRIEF = Duration.ofSeconds(1);

	/**
	 * What the page is made from.
	 *
	 * @param spools by machine; so are the mirrors
	 */
	record Input(String centre, Seen<Ledger> ledger, Seen<Reconciliation> reconciliation, Seen<Gaps> gaps,
			Map<String, Seen<Spool>> spools, Map<String, Seen<Mirror[]>> mirrors) {
	}

	static LedgerPage of(Input input, Instant now) {
		Times times = new Times(now);
		Ledger ledger = input.ledger().value();
		Gaps gaps = input.gaps().value();
		List<MirrorLine> mirrors = new ArrayList<>();
		input.mirrors().forEach((machine, seen) -> {
			Mirror[] all = seen.value();
			if (all != null) {
				for (Mirror mirror : all) {
					mirrors.add(MirrorLine.of(machine, mirror, seen.isFresh(), times));
				}
			}
		});
		List<SpoolLine> spools = new ArrayList<>();
		input.spools().forEach((machine, seen) -> spools.add(SpoolLine.of(machine, seen, times)));
		return new LedgerPage(OverviewPage.LedgerCard.of(input.centre(), input.ledger(), input.reconciliation(), times),
				(ledger == null) ? List.of()
						: ledger.records()
							.stream()
							.sorted((one, other) -> other.lastSeen().compareTo(one.lastSeen()))
							.map((epoch) -> EpochLine.of(epoch, times))
							.toList(),
				Panel.of("The hub of " + input.centre(), input.gaps(), times),
				(gaps == null) ? List.of()
						: gaps.gaps()
							.stream()
							.filter((gap) -> !isBrief(gap))
							.map((gap) -> GapLine.of(gap, times))
							.sorted(GapLine.ORDER)
							.toList(),
				(gaps == null) ? 0 : gaps.gaps().stream().filter(LedgerPage::isBrief).count(), spools, mirrors);
	}

	/** Tells whether records only came in another order than they were numbered in. */
	private static boolean isBrief(Gap gap) {
		return gap.closedAt() != null && "late".equals(gap.closedHow())
				&& Duration.between(gap.openedAt(), gap.closedAt()).compareTo(BRIEF) < 0;
	}

	private static String number(long value) {
		return "%,d".formatted(value);
	}

	/** An epoch of an origin. */
	public record EpochLine(Level level, String origin, String epoch, String received, String missing,
			String duplicated, String late, String refused, String lost, When firstSeen, When lastSeen) {

		static EpochLine of(Epoch epoch, Times times) {
			Level level = (epoch.missingCount() > 0) ? Level.WATCH : Level.GOOD;
			return new EpochLine((epoch.lostCount() > 0) ? Level.BAD : level, epoch.origin(), epoch.epoch(),
					number(epoch.receivedCount()), number(epoch.missingCount()), number(epoch.duplicated()),
					number(epoch.late()), number(epoch.refused()), number(epoch.lostCount()),
					times.at(epoch.firstSeen()), times.at(epoch.lastSeen()));
		}

	}

	/**
	 * A range that was missing, or is.
	 *
	 * @param range the first and the last sequence
	 * @param how how it was closed, or that it is not
	 */
	public record GapLine(Level level, String origin, String range, String remaining, String reason, When opened,
			@Nullable When requested, @Nullable When closed, String how, String lasted) {

		static final Comparator<GapLine> ORDER = Comparator.comparing((GapLine line) -> line.closed() != null)
			.thenComparing((GapLine line) -> line.opened().iso(), Comparator.reverseOrder());

		static GapLine of(Gap gap, Times times) {
			Instant closed = gap.closedAt();
			String how = (gap.closedHow() != null) ? gap.closedHow() : gap.state();
			Level level = (closed == null) ? Level.WATCH
					: ("lost".equals(how) || "refused".equals(how)) ? Level.BAD : Level.GOOD;
			return new GapLine(level, gap.origin(),
					(gap.first() == gap.last()) ? number(gap.first())
							: number(gap.first()) + " to " + number(gap.last()),
					number(gap.remaining()), gap.reason(), times.at(gap.openedAt()), times.when(gap.requestedAt()),
					times.when(closed), how,
					Times.lasted(Duration.between(gap.openedAt(), (closed != null) ? closed : times.now())));
		}

	}

	/** What a machine's gateway holds. */
	public record SpoolLine(String machine, Level level, @Nullable String note, String appended, String delivered,
			String waiting, @Nullable When oldest, String size) {

		static SpoolLine of(String machine, Seen<Spool> seen, Times times) {
			Panel panel = Panel.of("The failover-service of " + machine, seen, times);
			Spool spool = seen.value();
			if (spool == null) {
				return new SpoolLine(machine, Level.UNKNOWN, panel.note(), "", "", "", null, "");
			}
			Backlog backlog = spool.backlog();
			long waiting = (backlog != null) ? backlog.records() : 0;
			String problem = spool.problem();
			Level level = (problem != null) ? Level.BAD : (waiting > 1000) ? Level.WATCH : Level.GOOD;
			return new SpoolLine(machine, (panel.note() != null) ? Level.UNKNOWN : level,
					(problem != null) ? problem : panel.note(), number(spool.appended()), number(spool.delivered()),
					number(waiting), (backlog != null && waiting > 0) ? times.when(backlog.oldestAcceptedAt()) : null,
					"%.1f MB".formatted(spool.bytes() / 1e6));
		}

	}

	/** A mirror of another machine's stream. */
	public record MirrorLine(String machine, Level level, String stream, String origin, String standing, String last,
			String originLast, @Nullable When remade, @Nullable String problem) {

		static MirrorLine of(String machine, Mirror mirror, boolean isFresh, Times times) {
			Level level = switch (mirror.standing()) {
				case "same" -> Level.GOOD;
				case "unknown" -> Level.UNKNOWN;
				default -> Level.WATCH;
			};
			Long originLast = mirror.originLast();
			return new MirrorLine(machine, isFresh ? level : Level.UNKNOWN, mirror.stream(), mirror.origin(),
					mirror.standing(), number(mirror.last()), (originLast != null) ? number(originLast) : "",
					times.when(mirror.remadeAt()), mirror.problem());
		}

	}

}

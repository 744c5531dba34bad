package io.tandem.centralhub.slo;

import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import io.tandem.wire.uptime.UptimeRecord;
import io.tandem.wire.uptime.UptimeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges how available machines were from what all observers have seen. A second counts
 * as up if one of them wrote and read in it: what another could not reach then was not
 * the machine. Any other second is down, also one in which nobody looked. What was before
 * anybody ever looked is not judged. Immutable.
 *
 * @param from the first second that is judged
 * @param to the first second after
 * @param targets by machine, and {@link #ANY} and {@link #ALL}
 */
record Availability(Instant from, Instant to, Map<String, Target> targets) {

	/** The whole: at least one machine was available. */
	static final String ANY = "any-machine";

	/** Every machine was available. */
	static final String ALL = "all-machines";

	/** As the Site Reliability Workbook has them, and the time since an outage. */
	private static final Map<String, Duration> BURN_WINDOWS = burnWindows();

	/**
	 * Judges.
	 * @param objectivePercent the availability that is promised
	 */
	static Availability judge(Collection<UptimeRecord> records, Instant from, Instant to, double objectivePercent) {
		Instant since = records.stream()
			.map(UptimeRecord::since)
			.filter((first) -> first != null)
			.min(Comparator.naturalOrder())
			.orElse(to);
		Instant start = since.isAfter(from) ? since : from;
		RangeSet window = Seconds.of(start, to);
		TreeSet<String> machines = new TreeSet<>();
		records.forEach((record) -> record.runs().forEach((run) -> machines.add(run.target())));
		Map<String, Target> targets = new LinkedHashMap<>();
		RangeSet any = RangeSet.EMPTY;
		RangeSet all = window;
		RangeSet seen = RangeSet.EMPTY;
		List<UptimeRun> downs = new ArrayList<>();
		for (String machine : machines) {
			List<UptimeRun> runs = records.stream()
				.flatMap((record) -> record.runs().stream())
				.filter((run) -> run.target().equals(machine))
				.toList();
			RangeSet up = Seconds.of(runs.stream().filter(UptimeRun::up).toList()).intersect(window);
			RangeSet observed = Seconds.of(runs).intersect(window);
			List<UptimeRun> down = runs.stream().filter((run) -> !run.up()).toList();
			targets.put(machine, Target.of(window, up, observed, down, objectivePercent));
			any = Seconds.union(any, up);
			all = all.intersect(up);
			seen = Seconds.union(seen, observed);
			downs.addAll(down);
		}
		targets.put(ANY, Target.of(window, any, seen, downs, objectivePercent));
		targets.put(ALL, Target.of(window, machines.isEmpty() ? RangeSet.EMPTY : all, seen, downs, objectivePercent));
		return new Availability(start, to, targets);
	}

	private static Map<String, Duration> burnWindows() {
		Map<String, Duration> windows = new LinkedHashMap<>();
		windows.put("5m", Duration.ofMinutes(5));
		windows.put("30m", Duration.ofMinutes(30));
		windows.put("1h", Duration.ofHours(1));
		windows.put("6h", Duration.ofHours(6));
		windows.put("3d", Duration.ofDays(3));
		return windows;
	}

	/**
	 * One machine, or the whole.
	 *
	 * @param percent of the seconds; null if none was judged
	 * @param upSeconds in which it was available
	 * @param downSeconds in which somebody looked and it was not
	 * @param unseenSeconds in which nobody looked
	 * @param budgetSeconds how many it may be down in as much time
	 * @param budgetLeftPercent of the error budget; below 0 if more than all is used
	 * @param burnRates how many times as fast as it would last is the budget used, by
	 * window; only of windows that are judged whole
	 * @param outages the seconds that count as down, together where they are
	 */
	record Target(@Nullable Double percent, long upSeconds, long downSeconds, long unseenSeconds, double budgetSeconds,
			double budgetLeftPercent, Map<String, Double> burnRates, List<Outage> outages) {

		private static Target of(RangeSet window, RangeSet up, RangeSet observed, List<UptimeRun> downs,
				double objectivePercent) {
			RangeSet bad = Seconds.minus(window, up);
			long unseen = Seconds.minus(bad, observed).count();
			double budget = window.count() * (1 - objectivePercent / 100);
			Map<String, Double> burn = new LinkedHashMap<>();
			if (!window.isEmpty()) {
				BURN_WINDOWS.forEach((name, length) -> {
					long first = window.last() + 1 - length.toSeconds();
					if (first >= window.first()) {
						burn.put(name, bad.overlap(first, window.last()) / (double) length.toSeconds()
								/ (1 - objectivePercent / 100));
					}
				});
			}
			return new Target(window.isEmpty() ? null : 100.0 * up.count() / window.count(), up.count(),
					bad.count() - unseen, unseen, budget, (budget > 0) ? 100 * (budget - bad.count()) / budget : 100,
					burn, bad.ranges().stream().map((range) -> Outage.of(range, observed, downs)).toList());
		}

	}

	/**
	 * Seconds that count as down.
	 *
	 * @param from the first
	 * @param to the first after
	 * @param seconds how many
	 * @param unseenSeconds in how many of them nobody looked
	 * @param reasons what those found who looked
	 */
	record Outage(Instant from, Instant to, long seconds, long unseenSeconds, List<String> reasons) {

		private static final int MOST_REASONS = 5;

		private static Outage of(SequenceRange range, RangeSet observed, List<UptimeRun> downs) {
			Instant from = Instant.ofEpochSecond(range.first());
			Instant to = Instant.ofEpochSecond(range.last() + 1);
			List<String> reasons = downs.stream()
				.filter((run) -> run.from().isBefore(to) && run.to().isAfter(from))
				.map((run) -> run.target() + ": " + run.reason())
				.distinct()
				.limit(MOST_REASONS)
				.toList();
			return new Outage(from, to, range.count(), range.count() - observed.overlap(range.first(), range.last()),
					reasons);
		}

	}

}

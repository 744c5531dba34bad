package io.tandem.centralhub.slo;

import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import io.tandem.wire.uptime.UptimeRun;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Sets of seconds, by their numbers since 1970. Holds no state. */
final class Seconds {

	private Seconds() {
	}

	/** Returns those of a time. */
	static RangeSet of(Instant from, Instant to) {
		return from.isBefore(to) ? RangeSet.EMPTY.add(from.getEpochSecond(), to.getEpochSecond() - 1).set()
				: RangeSet.EMPTY;
	}

	/** Returns those of all runs. */
	static RangeSet of(Collection<UptimeRun> runs) {
		RangeSet set = RangeSet.EMPTY;
		// in order each addition is at the end
		List<UptimeRun> ordered = runs.stream().sorted(Comparator.comparing(UptimeRun::from)).toList();
		for (UptimeRun run : ordered) {
			set = set.add(run.from().getEpochSecond(), run.to().getEpochSecond() - 1).set();
		}
		return set;
	}

	static RangeSet union(RangeSet one, RangeSet other) {
		RangeSet set = one;
		for (SequenceRange range : other.ranges()) {
			set = set.add(range.first(), range.last()).set();
		}
		return set;
	}

	static RangeSet minus(RangeSet one, RangeSet other) {
		RangeSet set = one;
		for (SequenceRange range : other.ranges()) {
			set = set.without(range.first(), range.last());
		}
		return set;
	}

}

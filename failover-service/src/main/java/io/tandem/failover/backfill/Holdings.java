package io.tandem.failover.backfill;

import io.tandem.failover.spool.Gap;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolStatus;
import io.tandem.wire.backfill.BackfillAnswer.Gone;
import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a spool still has, and why it has the rest no more. Immutable.
 *
 * @param oldest the oldest sequence kept
 * @param durable the highest one
 * @param gaps sequences between them that are not there
 */
record Holdings(String epoch, long oldest, long durable, List<Gap> gaps) {

	private static final int MOST_GAPS = 10_000;

	static Holdings of(Spool spool) {
		SpoolStatus status = spool.status();
		return new Holdings(status.epoch(), status.oldest(), status.durable(),
				spool.gaps(MOST_GAPS).stream().filter((gap) -> gap.epoch().equals(status.epoch())).toList());
	}

	/** Splits what is asked for into what is here and what is gone. */
	Split split(String asked, List<SequenceRange> ranges) {
		if (!asked.equals(this.epoch)) {
			return new Split(List.of(), ranges.stream()
				.map((range) -> new Gone(range, "epoch-lost", "the spool that numbered them is not there any more"))
				.toList());
		}
		RangeSet here = RangeSet.EMPTY;
		List<Gone> gone = new ArrayList<>();
		for (SequenceRange range : ranges) {
			if (range.first() < this.oldest) {
				gone.add(new Gone(new SequenceRange(range.first(), Math.min(range.last(), this.oldest - 1)), "pruned",
						"dropped by age or size after it was delivered"));
			}
			long first = Math.max(range.first(), this.oldest);
			long last = Math.min(range.last(), this.durable);
			if (first <= last) {
				here = here.add(first, last).set();
				for (Gap gap : this.gaps) {
					long from = Math.max(first, gap.first());
					long to = Math.min(last, gap.last());
					if (from <= to && here.overlap(from, to) > 0) {
						here = here.without(from, to);
						gone.add(new Gone(new SequenceRange(from, to), word(gap.reason()), gap.detail()));
					}
				}
			}
		}
		gone.sort(Comparator.comparingLong((Gone each) -> each.range().first()));
		return new Split(here.ranges(), gone);
	}

	private static String word(Gap.Reason reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** What is here, and what is gone. */
	record Split(List<SequenceRange> here, List<Gone> gone) {
	}

}

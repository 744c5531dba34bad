package io.tandem.centralhub.ledger.api;

import io.tandem.centralhub.ledger.EpochState;
import io.tandem.centralhub.ledger.Ledger.EpochSummary;
import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.SequenceRange;
import java.util.List;
import java.util.Locale;

/**
 * The ledger as it is shown. Counts are of sequences.
 *
 * @param totals over all records shown
 * @param streamTotals over all stream messages shown
 */
record LedgerView(Totals totals, Totals streamTotals, List<EpochView> records, List<EpochView> streams) {

	/** How many ranges of an epoch are spelled out. */
	private static final int MOST_RANGES = 1000;

	static LedgerView of(List<EpochSummary> epochs) {
		List<EpochSummary> records = of(epochs, Kind.RECORD);
		List<EpochSummary> streams = of(epochs, Kind.STREAM);
		return new LedgerView(Totals.of(records), Totals.of(streams), records.stream().map(EpochView::of).toList(),
				streams.stream().map(EpochView::of).toList());
	}

	private static List<EpochSummary> of(List<EpochSummary> epochs, Kind kind) {
		return epochs.stream().filter((epoch) -> epoch.state().key().kind() == kind).toList();
	}

	static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/** Sums over epochs. */
	record Totals(long received, long missing, long duplicated, long late, long refused, long forgotten, long lost,
			long openGaps) {

		static Totals of(List<EpochSummary> epochs) {
			Totals sum = new Totals(0, 0, 0, 0, 0, 0, 0, 0);
			for (EpochSummary epoch : epochs) {
				EpochState state = epoch.state();
				sum = new Totals(sum.received + state.receivedCount(), sum.missing + state.missingCount(),
						sum.duplicated + state.duplicated(), sum.late + state.late(), sum.refused + state.refused(),
						sum.forgotten + state.forgotten(), sum.lost + state.lost().count(),
						sum.openGaps + epoch.openGaps());
			}
			return sum;
		}

	}

	/**
	 * One epoch.
	 *
	 * @param received what has arrived, refused ones included, and also what was
	 * forgotten
	 * @param rangesCut whether there are more ranges than are spelled out; the counts are
	 * of all
	 */
	record EpochView(String origin, String epoch, long baseline, List<SequenceRange> received, long receivedCount,
			List<SequenceRange> missing, long missingCount, boolean rangesCut, long duplicated, long late, long refused,
			long forgotten, List<SequenceRange> lost, long lostCount, String firstSeen, String lastSeen, int openGaps) {

		static EpochView of(EpochSummary epoch) {
			EpochState state = epoch.state();
			List<SequenceRange> received = state.known().ranges();
			List<SequenceRange> missing = state.missing();
			return new EpochView(state.key().origin(), state.key().epoch(), state.baseline(), cut(received),
					state.receivedCount(), cut(missing), state.missingCount(),
					received.size() > MOST_RANGES || missing.size() > MOST_RANGES, state.duplicated(), state.late(),
					state.refused(), state.forgotten(), cut(state.lost().ranges()), state.lost().count(),
					state.firstSeen().toString(), state.lastSeen().toString(), epoch.openGaps());
		}

		private static List<SequenceRange> cut(List<SequenceRange> ranges) {
			return (ranges.size() > MOST_RANGES) ? ranges.subList(0, MOST_RANGES) : ranges;
		}

	}

}

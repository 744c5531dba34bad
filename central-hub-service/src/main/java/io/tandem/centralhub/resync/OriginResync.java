package io.tandem.centralhub.resync;

import io.tandem.centralhub.ledger.EpochState;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.retry.Trouble;
import io.tandem.wire.backfill.BackfillAnswer;
import io.tandem.wire.backfill.BackfillRequest;
import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one origin and the ledger the same: asks the origin for what has left it and has
 * not come, and notes in the ledger what is nowhere any more. Confined to one thread, but
 * for {@link #report}.
 */
final class OriginResync {

	private static final Logger logger = LoggerFactory.getLogger(OriginResync.class);

	private final String self;

	private final String machine;

	private final Origin origin;

	private final Ledger ledger;

	private final Inflow inflow;

	private final Duration grace;

	private final InstantSource clock;

	private final LongSupplier nanos;

	private final Map<String, Comparison> comparisons = new HashMap<>();

	private final Trouble trouble;

	private long asked;

	private volatile Report report;

	/**
	 * @param self the machine that asks
	 * @param machine whose gateway it is
	 */
	OriginResync(String self, String machine, Origin origin, Ledger ledger, Inflow inflow, Duration grace,
			InstantSource clock, LongSupplier nanos) {
		this.self = self;
		this.machine = machine;
		this.origin = origin;
		this.ledger = ledger;
		this.inflow = inflow;
		this.grace = grace;
		this.clock = clock;
		this.nanos = nanos;
		this.trouble = new Trouble(logger, "The gateway of " + machine + " cannot be compared with the ledger",
				"The gateway of " + machine + " can be compared again", Duration.ofSeconds(30));
		this.report = new Report(machine, Standing.UNKNOWN, null, null, List.of(), 0, 0, "not asked yet");
	}

	Report report() {
		return this.report;
	}

	/** Compares once. */
	void turn() throws InterruptedException {
		Origin.Holding holding;
		try {
			holding = this.origin.holding();
		}
		catch (IOException ex) {
			this.trouble.failed(String.valueOf(ex.getMessage()), null);
			this.comparisons.values().forEach(Comparison::interrupted);
			Report last = this.report;
			this.report = new Report(this.machine, Standing.UNREACHABLE, last.comparedAt(), last.epoch(), last.epochs(),
					last.requested(), last.repaired(), String.valueOf(ex.getMessage()));
			return;
		}
		Map<String, EpochState> states = states();
		Set<String> epochs = new HashSet<>(states.keySet());
		epochs.add(holding.epoch());
		this.comparisons.keySet().retainAll(epochs);
		String problem = null;
		for (String epoch : epochs) {
			EpochState state = states.get(epoch);
			Comparison comparison = this.comparisons.computeIfAbsent(epoch,
					(it) -> new Comparison(new LedgerKey(Kind.RECORD, this.machine, it), this.grace));
			RangeSet due = comparison.look(state, delivered(epoch, state, holding), this.inflow,
					this.nanos.getAsLong());
			try {
				if (!due.isEmpty()) {
					request(comparison, due);
				}
				this.trouble.succeeded();
			}
			catch (IOException | RuntimeException ex) {
				problem = String.valueOf(ex.getMessage());
				this.trouble.failed(problem, ex);
			}
		}
		this.report = report(holding, problem);
	}

	/** Returns what the ledger has of each of its epochs. */
	private Map<String, EpochState> states() {
		return this.ledger.epochs()
			.stream()
			.map(Ledger.EpochSummary::state)
			.filter((state) -> state.key().kind() == Kind.RECORD && state.key().origin().equals(this.machine))
			.collect(Collectors.toMap((state) -> state.key().epoch(), Function.identity()));
	}

	/** Returns what has left the origin; an epoch that has ended has left for good. */
	private static long delivered(String epoch, @Nullable EpochState state, Origin.Holding holding) {
		return epoch.equals(holding.epoch()) ? holding.delivered() : (state != null) ? state.highest() : 0;
	}

	private void request(Comparison comparison, RangeSet due) throws IOException, InterruptedException {
		List<SequenceRange> ranges = due.ranges().stream().limit(BackfillRequest.MOST_RANGES).toList();
		LedgerKey key = comparison.key();
		// on record before it is asked for
		this.ledger.expect(key, ranges.getLast().last());
		this.ledger.requested(key, ranges);
		BackfillAnswer answer = this.origin.request(new BackfillRequest(this.self, key.epoch(), ranges));
		RangeSet taken = RangeSet.EMPTY;
		for (SequenceRange range : answer.taken()) {
			taken = taken.add(range.first(), range.last()).set();
		}
		taken = taken.intersect(due);
		if (!taken.isEmpty()) {
			comparison.requested(taken);
			this.asked += taken.count();
		}
		for (BackfillAnswer.Gone gone : answer.gone()) {
			this.ledger.lost(key, gone.range(), gone.reason());
		}
		logger.atWarn()
			.addKeyValue("origin", key.origin())
			.addKeyValue("epoch", key.epoch())
			.addKeyValue("missing", due.count())
			.addKeyValue("asked", taken.count())
			.addKeyValue("gone", answer.gone().size())
			.log("records are missing although they had left their origin; what it still has is sent again");
	}

	private Report report(Origin.Holding holding, @Nullable String problem) {
		List<EpochReport> epochs = new ArrayList<>();
		boolean isEqual = true;
		// what was just asked for and is nowhere is on record by now
		Map<String, EpochState> states = states();
		long repaired = 0;
		for (Comparison each : this.comparisons.values()) {
			String epoch = each.key().epoch();
			EpochState state = states.get(epoch);
			long delivered = delivered(epoch, state, holding);
			RangeSet missing = Comparison.missing(state,
					Math.min(delivered, Math.max(each.equalUpTo(), lastAsked(each))));
			isEqual &= missing.isEmpty() && each.awaited().isEmpty() && (each.equalUpTo() > 0 || delivered == 0);
			repaired += each.repaired();
			epochs.add(new EpochReport(epoch, epoch.equals(holding.epoch()), delivered, each.equalUpTo(),
					missing.count(), missing.ranges().stream().limit(100).toList(), each.awaited().count(),
					each.repaired(), (state != null) ? state.lost().count() : 0));
		}
		Standing standing = isEqual ? (repaired > 0) ? Standing.REPAIRED : Standing.EQUAL : Standing.DIFFERS;
		return new Report(this.machine, standing, this.clock.instant(), holding.epoch(), epochs, this.asked, repaired,
				problem);
	}

	private static long lastAsked(Comparison comparison) {
		return comparison.awaited().isEmpty() ? 0 : comparison.awaited().last();
	}

	/** How an origin and the ledger compare. */
	enum Standing {

		/** Nobody has compared yet. */
		UNKNOWN,
		/** All that had left the origin a moment ago is here. */
		EQUAL,
		/** The same, after some of it was asked for again. */
		REPAIRED,
		/** Something is missing here. */
		DIFFERS,
		/** The origin does not answer. */
		UNREACHABLE

	}

	/**
	 * What came of the last comparison.
	 *
	 * @param comparedAt null before the first
	 * @param epoch the origin's; null before the first
	 * @param requested records asked for since the start
	 * @param repaired of those, how many came
	 * @param problem null for none
	 */
	record Report(String origin, Standing standing, @Nullable Instant comparedAt, @Nullable String epoch,
			List<EpochReport> epochs, long requested, long repaired, @Nullable String problem) {
	}

	/**
	 * One life of the origin's spool.
	 *
	 * @param isCurrent false for one that has ended
	 * @param delivered the highest sequence that has left it
	 * @param equalUpTo up to where nothing was missing at the last comparison
	 * @param missing how many are, up to there or to what was asked for
	 * @param missingRanges the first 100 of them
	 * @param awaited asked for and not come yet
	 * @param lost nowhere any more, by the origin's word
	 */
	record EpochReport(String epoch, boolean isCurrent, long delivered, long equalUpTo, long missing,
			List<SequenceRange> missingRanges, long awaited, long repaired, long lost) {
	}

}

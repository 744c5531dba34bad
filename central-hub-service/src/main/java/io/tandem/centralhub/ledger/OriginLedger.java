package io.tandem.centralhub.ledger;

import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for one numbering: takes what arrives and tells which gaps that opened, filled
 * or closed. Confined to the thread that works on it; once it is handed to others it is
 * not changed any more, a {@link #copy()} is.
 *
 * <p>
 * A gap is the hole as it was when a later sequence arrived; what arrives in it lowers
 * what remains, and the last one closes it. So one long outage is one gap, however small
 * the pieces in which it is made good.
 */
final class OriginLedger {

	private EpochState state;

	/** By their first sequence. Disjoint, and together all that is missing. */
	private final NavigableMap<Long, Gap> open;

	private final int maxHoles;

	/** By their id, the latest form of each gap that changed since the copy was made. */
	private final NavigableMap<Long, Gap> changed = new TreeMap<>();

	private OriginLedger(EpochState state, NavigableMap<Long, Gap> open, int maxHoles) {
		this.state = state;
		this.open = open;
		this.maxHoles = maxHoles;
	}

	/**
	 * Begins an account.
	 * @param baseline the first sequence that is asked for
	 * @param maxHoles how many separate holes are remembered
	 */
	static OriginLedger begin(LedgerKey key, long baseline, int maxHoles, Instant now) {
		return new OriginLedger(
				new EpochState(key, baseline, RangeSet.EMPTY, 0, 0, 0, 0, 0, RangeSet.EMPTY, 0, now, now, null),
				new TreeMap<>(), maxHoles);
	}

	/** Goes on with an account that was kept. */
	static OriginLedger of(EpochState state, Collection<Gap> open, int maxHoles) {
		NavigableMap<Long, Gap> gaps = new TreeMap<>();
		open.forEach((gap) -> gaps.put(gap.range().first(), gap));
		return new OriginLedger(state, gaps, maxHoles);
	}

	OriginLedger copy() {
		return new OriginLedger(this.state, new TreeMap<>(this.open), this.maxHoles);
	}

	EpochState state() {
		return this.state;
	}

	int openGaps() {
		return this.open.size();
	}

	/** Returns each gap that changed, as it is now. */
	List<Gap> changedGaps() {
		return List.copyOf(this.changed.values());
	}

	/**
	 * Takes the arrival of a range.
	 * @param refusal why the store will never take it; null if it is stored
	 * @param ids gives a new gap its id
	 */
	void record(long first, long last, @Nullable String refusal, Instant now, LongSupplier ids) {
		EpochState before = this.state;
		long from = Math.max(first, before.forgottenUpTo() + 1);
		if (from > last) {
			this.state = before.seenAt(now);
			return;
		}
		openHoles(from, last, now, ids);
		fillHoles(from, last, now);
		before = this.state.withLost(before.lost().without(from, last));
		RangeSet.Addition addition = before.known().add(from, last);
		long below = Math.max(0, Math.min(last, before.baseline() - 1) - from + 1);
		long refused = (refusal != null) ? addition.added() : 0;
		this.state = new EpochState(before.key(), Math.min(before.baseline(), from), addition.set(),
				before.duplicated() + addition.duplicated(), before.late() + Math.max(0, addition.late() - below),
				before.refused() + refused, before.forgotten(), before.forgottenUpTo(), before.lost(),
				before.expected(), before.firstSeen(), now, before.highestStoredAt());
		if (refusal != null && addition.added() > 0) {
			changed(Gap.refused(ids.getAsLong(), before.key(), new SequenceRange(from, last), refusal, now));
		}
		bound(now, ids);
	}

	private void bound(Instant now, LongSupplier ids) {
		while (holes() > this.maxHoles) {
			forgetLowestHole(now, ids);
		}
	}

	/** Takes the origin's word that sequences up to this one have left it. */
	void expect(long last, Instant now, LongSupplier ids) {
		long next = this.state.next();
		if (last >= next) {
			this.state = this.state.withExpected(last);
			open(new SequenceRange(next, last), now, ids);
			bound(now, ids);
		}
	}

	/** Notes that what is missing of the range was asked for again. */
	void requested(SequenceRange range, Instant now) {
		for (Gap gap : touching(range.first(), range.last())) {
			replace(gap, gap.requested(now));
		}
	}

	/** Takes the origin's word that these are nowhere any more. */
	void lost(SequenceRange range, String reason, Instant now, LongSupplier ids) {
		for (SequenceRange missing : this.state.missing()) {
			long first = Math.max(range.first(), missing.first());
			long last = Math.min(range.last(), missing.last());
			for (Gap gap : (first <= last) ? touching(first, last) : List.<Gap>of()) {
				SequenceRange gone = new SequenceRange(Math.max(first, gap.range().first()),
						Math.min(last, gap.range().last()));
				boolean isWhole = gone.equals(gap.range());
				if (isWhole) {
					this.open.remove(gone.first());
				}
				else {
					replace(gap, gap.filled(gone.count(), now));
				}
				changed(Gap.lost(isWhole ? gap.id() : ids.getAsLong(), gap.key(), gone, reason, gap.openedAt(),
						gap.requestedAt(), now));
			}
			if (first <= last) {
				this.state = this.state.withLost(this.state.lost().add(first, last).set());
			}
		}
	}

	/** Notes when the highest message was stored, by its stream's clock. */
	void highestStoredAt(Instant storedAt) {
		this.state = this.state.withHighestStoredAt(storedAt);
	}

	private void openHoles(long first, long last, Instant now, LongSupplier ids) {
		RangeSet known = this.state.known();
		long next = this.state.next();
		if (first > next) {
			open(new SequenceRange(next, first - 1), now, ids);
		}
		if (!known.isEmpty() && last < this.state.baseline() - 1) {
			// an older message than any before: a stream that is read again from further
			// back
			open(new SequenceRange(last + 1, this.state.baseline() - 1), now, ids);
		}
	}

	private void open(SequenceRange range, Instant now, LongSupplier ids) {
		Gap gap = Gap.opened(ids.getAsLong(), this.state.key(), range, now);
		this.open.put(range.first(), gap);
		changed(gap);
	}

	private List<Gap> touching(long first, long last) {
		Long from = this.open.floorKey(first);
		return this.open.subMap((from != null) ? from : first, true, last, true)
			.values()
			.stream()
			.filter((gap) -> gap.range().last() >= first)
			.toList();
	}

	private void fillHoles(long first, long last, Instant now) {
		for (Gap gap : touching(first, last)) {
			long low = Math.max(first, gap.range().first());
			long high = Math.min(last, gap.range().last());
			long filled = high - low + 1 - this.state.known().overlap(low, high) - this.state.lost().overlap(low, high);
			if (filled > 0) {
				replace(gap, gap.filled(filled, now));
			}
		}
	}

	private void replace(Gap before, Gap after) {
		if (after.isOpen()) {
			this.open.put(before.range().first(), after);
		}
		else {
			this.open.remove(before.range().first());
		}
		changed(after);
	}

	private void changed(Gap gap) {
		this.changed.put(gap.id(), gap);
	}

	/** Counts the holes that must be remembered, lost ones included. */
	private int holes() {
		RangeSet known = this.state.known();
		if (known.isEmpty()) {
			return (this.state.expected() >= this.state.baseline()) ? 1 : 0;
		}
		return known.size() - ((known.first() > this.state.baseline()) ? 0 : 1)
				+ ((this.state.expected() > known.last()) ? 1 : 0);
	}

	private void forgetLowestHole(Instant now, LongSupplier ids) {
		EpochState s = this.state;
		SequenceRange hole = s.holes().getFirst();
		for (Gap gap : touching(hole.first(), hole.last())) {
			SequenceRange within = new SequenceRange(Math.max(hole.first(), gap.range().first()),
					Math.min(hole.last(), gap.range().last()));
			long gone = within.count() - s.lost().overlap(within.first(), within.last());
			if (gap.range().equals(within) && gone == within.count()) {
				this.open.remove(gap.range().first());
				changed(Gap.forgotten(gap.id(), gap.key(), within, gap.openedAt(), now));
			}
			else if (gone > 0) {
				replace(gap, gap.filled(gone, now));
				changed(Gap.forgotten(ids.getAsLong(), gap.key(), within, gap.openedAt(), now));
			}
		}
		this.state = new EpochState(s.key(), s.baseline(), s.known().add(hole.first(), hole.last()).set(),
				s.duplicated(), s.late(), s.refused(), s.forgotten() + hole.count(), hole.last(),
				s.lost().without(hole.first(), hole.last()), s.expected(), s.firstSeen(), s.lastSeen(),
				s.highestStoredAt());
	}

}

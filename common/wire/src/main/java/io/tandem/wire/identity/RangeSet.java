package io.tandem.wire.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of sequences, each at least 0, kept as sorted ranges that neither overlap nor
 * touch. Immutable.
 */
public final class RangeSet {

	public static final RangeSet EMPTY = new RangeSet(new long[0], 0);

	/** First and last of each range in turn. */
	private final long[] bounds;

	private final long count;

	private RangeSet(long[] bounds, long count) {
		this.bounds = bounds;
		this.count = count;
	}

	/**
	 * Reads what {@link #toString()} wrote.
	 * @throws IllegalArgumentException if the text is anything else
	 */
	public static RangeSet parse(String text) {
		if (text.isEmpty()) {
			return EMPTY;
		}
		String[] parts = text.split(",", -1);
		long[] bounds = new long[2 * parts.length];
		long count = 0;
		long previous = -2;
		for (int i = 0; i < parts.length; i++) {
			int dash = parts[i].indexOf('-');
			long first = Long.parseLong((dash < 0) ? parts[i] : parts[i].substring(0, dash));
			long last = (dash < 0) ? first : Long.parseLong(parts[i].substring(dash + 1));
			if (first < 0 || last < first || first - 1 <= previous) {
				throw new IllegalArgumentException(
						"ranges must be sorted and apart: " + parts[i] + " after " + previous);
			}
			bounds[2 * i] = first;
			bounds[2 * i + 1] = last;
			count += last - first + 1;
			previous = last;
		}
		return new RangeSet(bounds, count);
	}

	/** Returns this set with the sequences added, and what that changed. */
	public Addition add(long first, long last) {
		SequenceRange wanted = new SequenceRange(first, last);
		int from = firstTouching(first);
		int to = from;
		long known = 0;
		while (to < size() && this.bounds[2 * to] - 1 <= last) {
			known += Math.max(0, Math.min(last, this.bounds[2 * to + 1]) - Math.max(first, this.bounds[2 * to]) + 1);
			to++;
		}
		long fresh = wanted.count() - known;
		if (fresh == 0) {
			return new Addition(this, 0, known, 0);
		}
		long late = isEmpty() ? 0 : Math.max(0, Math.min(last, last()) - first + 1 - known);
		long[] merged = new long[this.bounds.length + 2 - 2 * (to - from)];
		System.arraycopy(this.bounds, 0, merged, 0, 2 * from);
		merged[2 * from] = (to > from) ? Math.min(first, this.bounds[2 * from]) : first;
		merged[2 * from + 1] = (to > from) ? Math.max(last, this.bounds[2 * to - 1]) : last;
		System.arraycopy(this.bounds, 2 * to, merged, 2 * from + 2, this.bounds.length - 2 * to);
		return new Addition(new RangeSet(merged, this.count + fresh), fresh, known, late);
	}

	/**
	 * Returns the index of the first range that ends at {@code sequence - 1} or after.
	 */
	private int firstTouching(long sequence) {
		int low = 0;
		int high = size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.bounds[2 * middle + 1] < sequence - 1) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	/**
	 * Returns this set with its lowest hole filled, which makes it one range smaller.
	 * @throws IllegalStateException if it has no hole
	 */
	public RangeSet withoutLowestHole() {
		if (size() < 2) {
			throw new IllegalStateException("there is no hole: set=" + this);
		}
		long[] fewer = new long[this.bounds.length - 2];
		fewer[0] = this.bounds[0];
		System.arraycopy(this.bounds, 3, fewer, 1, fewer.length - 1);
		return new RangeSet(fewer, this.count + this.bounds[2] - this.bounds[1] - 1);
	}

	/** Returns this set without the sequences of the range. */
	public RangeSet without(long first, long last) {
		long gone = overlap(first, last);
		if (gone == 0) {
			return this;
		}
		// a range that reaches beyond both ends becomes two
		long[] left = new long[this.bounds.length + 2];
		int length = 0;
		for (int i = 0; i < size(); i++) {
			long low = this.bounds[2 * i];
			long high = this.bounds[2 * i + 1];
			if (low < first) {
				left[length++] = low;
				left[length++] = Math.min(high, first - 1);
			}
			if (high > last) {
				left[length++] = Math.max(low, last + 1);
				left[length++] = high;
			}
		}
		return (length == 0) ? EMPTY : new RangeSet(Arrays.copyOf(left, length), this.count - gone);
	}

	/** Returns the sequences that are in both sets. */
	public RangeSet intersect(RangeSet other) {
		long[] both = new long[this.bounds.length + other.bounds.length];
		int length = 0;
		long total = 0;
		for (int i = 0, j = 0; i < size() && j < other.size();) {
			long low = Math.max(this.bounds[2 * i], other.bounds[2 * j]);
			long high = Math.min(this.bounds[2 * i + 1], other.bounds[2 * j + 1]);
			if (low <= high) {
				both[length++] = low;
				both[length++] = high;
				total += high - low + 1;
			}
			if (this.bounds[2 * i + 1] < other.bounds[2 * j + 1]) {
				i++;
			}
			else {
				j++;
			}
		}
		return (length == 0) ? EMPTY : new RangeSet(Arrays.copyOf(both, length), total);
	}

	/** Counts the sequences of the range that are in the set. */
	public long overlap(long first, long last) {
		long known = 0;
		for (int i = firstTouching(first); i < size() && this.bounds[2 * i] <= last; i++) {
			known += Math.max(0, Math.min(last, this.bounds[2 * i + 1]) - Math.max(first, this.bounds[2 * i]) + 1);
		}
		return known;
	}

	/** Tells whether all of the range is in the set. */
	public boolean contains(long first, long last) {
		return overlap(first, last) == last - first + 1;
	}

	/** Returns the sequences between {@code from} and the highest that are not here. */
	public List<SequenceRange> missing(long from) {
		List<SequenceRange> missing = new ArrayList<>();
		long next = from;
		for (int i = 0; i < size(); i++) {
			if (this.bounds[2 * i] > next) {
				missing.add(new SequenceRange(next, this.bounds[2 * i] - 1));
			}
			next = Math.max(next, this.bounds[2 * i + 1] + 1);
		}
		return missing;
	}

	/** Returns the ranges in order. */
	public List<SequenceRange> ranges() {
		List<SequenceRange> ranges = new ArrayList<>(size());
		for (int i = 0; i < size(); i++) {
			ranges.add(new SequenceRange(this.bounds[2 * i], this.bounds[2 * i + 1]));
		}
		return ranges;
	}

	public boolean isEmpty() {
		return this.bounds.length == 0;
	}

	/** Returns how many ranges there are. */
	public int size() {
		return this.bounds.length / 2;
	}

	/** Returns how many sequences there are. */
	public long count() {
		return this.count;
	}

	/**
	 * Returns the lowest sequence.
	 * @throws IllegalStateException if there is none
	 */
	public long first() {
		requireSome();
		return this.bounds[0];
	}

	/**
	 * Returns the highest sequence.
	 * @throws IllegalStateException if there is none
	 */
	public long last() {
		requireSome();
		return this.bounds[this.bounds.length - 1];
	}

	private void requireSome() {
		if (isEmpty()) {
			throw new IllegalStateException("an empty set has no first and no last");
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RangeSet set && Arrays.equals(this.bounds, set.bounds);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bounds);
	}

	/** Returns the ranges as text, for example {@code 1-7,9,12-40}. */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < size(); i++) {
			text.append((i > 0) ? "," : "").append(this.bounds[2 * i]);
			if (this.bounds[2 * i + 1] > this.bounds[2 * i]) {
				text.append('-').append(this.bounds[2 * i + 1]);
			}
		}
		return text.toString();
	}

	/**
	 * What an addition has changed; counts sequences.
	 *
	 * @param set the set with the addition
	 * @param added how many were not there
	 * @param duplicated how many were there already
	 * @param late how many of the added lie below the highest that was there: they fill a
	 * hole
	 */
	public record Addition(RangeSet set, long added, long duplicated, long late) {
	}

}

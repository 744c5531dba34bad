package io.tandem.wire.identity;

/**
 * Consecutive sequences. Immutable.
 *
 * @param first the first, at least 0
 * @param last the last, at least {@code first}
 */
public record SequenceRange(long first, long last) {

	/**
	 * @throws IllegalArgumentException if the sequences are not
	 * {@code 0 <= first <= last}
	 */
	public SequenceRange {
		if (first < 0 || last < first) {
			throw new IllegalArgumentException("need 0 <= first <= last: first=" + first + " last=" + last);
		}
	}

	/** Returns how many sequences there are. */
	public long count() {
		return this.last - this.first + 1;
	}

	@Override
	public String toString() {
		return (this.first == this.last) ? Long.toString(this.first) : this.first + "-" + this.last;
	}

}

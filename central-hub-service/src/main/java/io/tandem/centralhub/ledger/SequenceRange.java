package io.tandem.centralhub.ledger;

/**
 * Consecutive sequences. Immutable.
 *
 * @param first the first, at least 1
 * @param last the last, at least {@code first}
 */
public record SequenceRange(long first, long last) {

	/**
	 * @throws IllegalArgumentException if the sequences are not
	 * {@code 1 <= first <= last}
	 */
	public SequenceRange {
		if (first < 1 || last < first) {
			throw new IllegalArgumentException("need 1 <= first <= last: first=" + first + " last=" + last);
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

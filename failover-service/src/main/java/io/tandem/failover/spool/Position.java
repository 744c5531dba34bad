package io.tandem.failover.spool;

/**
 * How far a reader has come. Immutable.
 *
 * @param sequence everything up to this sequence is done; 0 for nothing yet
 * @param segment the segment that holds the next record, if known, else 0; only a hint
 * @param offset where in it the next record begins; only a hint
 */
public record Position(long sequence, long segment, long offset) {

	public static final Position START = new Position(0, 0, 0);

	/** Returns a position without a hint. */
	public static Position after(long sequence) {
		return new Position(sequence, 0, 0);
	}

}

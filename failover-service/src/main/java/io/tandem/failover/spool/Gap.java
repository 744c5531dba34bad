package io.tandem.failover.spool;

import java.time.Instant;

/**
 * Sequences that will never be delivered from here. Immutable.
 *
 * @param epoch the epoch they were numbered in
 * @param first the first sequence
 * @param last the last one, at least {@code first}
 * @param reason a word from a small closed set, see {@link Reason}
 * @param detail for the operator; may be empty
 * @param at when it was noticed
 */
public record Gap(String epoch, long first, long last, Reason reason, String detail, Instant at) {

	/**
	 * @throws IllegalArgumentException unless {@code 1 <= first <= last}
	 */
	public Gap {
		if (first < 1 || last < first) {
			throw new IllegalArgumentException("need 1 <= first <= last: first=" + first + " last=" + last);
		}
	}

	boolean covers(long sequence) {
		return this.first <= sequence && sequence <= this.last;
	}

	/** Why the records are missing. */
	public enum Reason {

		/** Their bytes on the disk are no longer what was written. */
		DAMAGED,
		/** The file that held them, or its end, is gone. */
		MISSING,
		/** Their epoch file was lost, so they can no longer be named safely. */
		EPOCH_LOST,
		/** A receiver said that it will never take them. */
		REFUSED

	}

}

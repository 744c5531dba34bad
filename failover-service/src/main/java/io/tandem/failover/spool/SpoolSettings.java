package io.tandem.failover.spool;

import java.time.Duration;

/**
 * The spool's bounds. Immutable.
 *
 * @param segmentBytes a segment is closed once it has grown to this; smaller ones give
 * space back sooner and cost two fsyncs each
 * @param maxBytes everything the spool keeps; once undelivered records fill it, appends
 * are refused
 * @param minFreeBytes room left to others on the disk; below it appends are refused
 * @param maxQueueBytes payloads waiting for the disk; beyond it appends are refused, so
 * this is what a stalled disk can make the spool hold in memory
 * @param maxRecordBytes one payload
 * @param retainFor how long delivered records are kept for a later backfill
 * @param retainBytes how much of delivered records is kept at most
 */
public record SpoolSettings(long segmentBytes, long maxBytes, long minFreeBytes, long maxQueueBytes, int maxRecordBytes,
		Duration retainFor, long retainBytes) {

	public static final SpoolSettings DEFAULT = new SpoolSettings(64L << 20, 8L << 30, 512L << 20, 64L << 20, 8 << 20,
			Duration.ofHours(24), 2L << 30);

	/**
	 * @throws IllegalArgumentException if a bound is not positive, or
	 * {@code maxRecordBytes <= segmentBytes <= maxBytes / 2} does not hold: full segments
	 * are what retention can take away, so there must be room for one beside the open one
	 */
	public SpoolSettings {
		if (segmentBytes < 1 || maxQueueBytes < 1 || maxRecordBytes < 1 || minFreeBytes < 0 || retainBytes < 0
				|| retainFor.isNegative()) {
			throw new IllegalArgumentException("bounds must be positive: segmentBytes=" + segmentBytes
					+ " maxQueueBytes=" + maxQueueBytes + " maxRecordBytes=" + maxRecordBytes + " minFreeBytes="
					+ minFreeBytes + " retainBytes=" + retainBytes + " retainFor=" + retainFor);
		}
		if (maxRecordBytes > segmentBytes || segmentBytes > maxBytes / 2) {
			throw new IllegalArgumentException("need maxRecordBytes <= segmentBytes <= maxBytes / 2: maxRecordBytes="
					+ maxRecordBytes + " segmentBytes=" + segmentBytes + " maxBytes=" + maxBytes);
		}
	}

}

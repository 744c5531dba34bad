package io.tandem.failover.spool;

import org.jspecify.annotations.Nullable;

/**
 * The spool at one moment.
 *
 * @param epoch the spool's epoch
 * @param segments number of segment files
 * @param bytes all bytes kept, quarantined files included
 * @param quarantinedBytes bytes put aside
 * @param oldest the oldest sequence kept; one more than {@code appended} if none is
 * @param appended the highest sequence written
 * @param durable the highest sequence known to be on the disk
 * @param delivered everything up to this sequence is delivered
 * @param backlogRecords how many records wait for delivery, lost ones included
 * @param backlogBytes about how many bytes they are
 * @param problem why the last append was not taken, null if it was
 */
public record SpoolStatus(String epoch, int segments, long bytes, long quarantinedBytes, long oldest, long appended,
		long durable, long delivered, long backlogRecords, long backlogBytes, @Nullable String problem) {
}

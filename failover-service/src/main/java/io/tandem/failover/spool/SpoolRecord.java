package io.tandem.failover.spool;

/**
 * A record as it was appended.
 *
 * @param acceptedAtMillis milliseconds since the Unix epoch, as the appender gave it
 * @param kind as the appender gave it
 * @param payload owned by whoever read it
 * @param end where reading goes on after this record
 */
public record SpoolRecord(long sequence, long acceptedAtMillis, byte kind, byte[] payload, Position end) {
}

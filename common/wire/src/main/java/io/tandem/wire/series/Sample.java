package io.tandem.wire.series;

/**
 * One value of a series at one time.
 *
 * @param timestampMillis milliseconds since the Unix epoch
 * @param value the value; the staleness marker is one bit pattern of NaN, see
 * {@link StaleMarker}
 */
public record Sample(long timestampMillis, double value) {
}

package io.tandem.wire.remotewrite;

/**
 * What a valid request holds.
 *
 * @param series number of TimeSeries messages
 * @param samples number of samples in them
 * @param histograms number of native histograms, passed through unread
 * @param uncompressedBytes size of the WriteRequest
 */
public record WriteSummary(int series, int samples, int histograms, int uncompressedBytes) {
}

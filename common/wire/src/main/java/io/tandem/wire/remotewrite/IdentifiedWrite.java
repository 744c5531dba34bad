package io.tandem.wire.remotewrite;

import io.tandem.wire.series.Labels;

/**
 * What a valid request holds, and whose it is.
 *
 * @param firstSeries the labels of its first series, none where it has no series
 */
public record IdentifiedWrite(WriteSummary summary, Labels firstSeries) {
}

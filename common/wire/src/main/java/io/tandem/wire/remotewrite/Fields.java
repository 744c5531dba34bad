package io.tandem.wire.remotewrite;

import com.google.protobuf.WireFormat;

/**
 * Tags (field number and wire type) of remote write 1.0.
 *
 * @see <a href=
 * "https://github.com/prometheus/prometheus/blob/v2.42.0/prompb/remote.proto">prompb/remote.proto,
 * types.proto</a>
 */
final class Fields {

	/** {@code WriteRequest.timeseries}. */
	static final int TIME_SERIES = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code TimeSeries.labels}. */
	static final int LABEL = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code TimeSeries.samples}. */
	static final int SAMPLE = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code TimeSeries.histograms}. */
	static final int HISTOGRAM = 4 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code Label.name}. */
	static final int NAME = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code Label.value}. */
	static final int LABEL_VALUE = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	/** {@code Sample.value}. */
	static final int VALUE = 1 << 3 | WireFormat.WIRETYPE_FIXED64;

	/** {@code Sample.timestamp}. */
	static final int TIMESTAMP = 2 << 3 | WireFormat.WIRETYPE_VARINT;

	private Fields() {
	}

}

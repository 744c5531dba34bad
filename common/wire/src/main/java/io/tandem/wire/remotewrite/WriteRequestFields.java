package io.tandem.wire.remotewrite;

/**
 * Tags, that is field number and wire type, of remote write 1.0's messages, and for each
 * message the bits of the field numbers it knows.
 *
 * @see <a href=
 * "https://github.com/prometheus/prometheus/blob/main/prompb/types.proto">Prometheus'
 * types.proto</a>
 */
final class WriteRequestFields {

	static final int REQUEST_SERIES = length(1);

	static final int REQUEST_METADATA = length(3);

	/** Field numbers 4 and 5 belong to remote write 2.0, which keeps clear of 1.0's. */
	static final int REQUEST_2_SYMBOLS = length(4);

	static final int REQUEST_2_SERIES = length(5);

	static final int REQUEST_KNOWN = known(1, 3);

	static final int SERIES_LABEL = length(1);

	static final int SERIES_SAMPLE = length(2);

	static final int SERIES_EXEMPLAR = length(3);

	static final int SERIES_HISTOGRAM = length(4);

	static final int SERIES_KNOWN = known(1, 2, 3, 4);

	static final int LABEL_NAME = length(1);

	static final int LABEL_VALUE = length(2);

	static final int LABEL_KNOWN = known(1, 2);

	static final int SAMPLE_VALUE = fixed64(1);

	static final int SAMPLE_TIMESTAMP = varint(2);

	static final int SAMPLE_KNOWN = known(1, 2);

	static final int EXEMPLAR_LABEL = length(1);

	static final int EXEMPLAR_VALUE = fixed64(2);

	static final int EXEMPLAR_TIMESTAMP = varint(3);

	static final int EXEMPLAR_KNOWN = known(1, 2, 3);

	static final int HISTOGRAM_TIMESTAMP = varint(15);

	static final int METADATA_TYPE = varint(1);

	static final int METADATA_KNOWN = known(1, 2, 4, 5);

	private WriteRequestFields() {
	}

	static int length(int field) {
		return (field << 3) | ProtobufCursor.LENGTH_DELIMITED;
	}

	static int varint(int field) {
		return (field << 3) | ProtobufCursor.VARINT;
	}

	static int fixed64(int field) {
		return (field << 3) | ProtobufCursor.FIXED64;
	}

	private static int known(int... fields) {
		int bits = 0;
		for (int field : fields) {
			bits |= 1 << field;
		}
		return bits;
	}

}

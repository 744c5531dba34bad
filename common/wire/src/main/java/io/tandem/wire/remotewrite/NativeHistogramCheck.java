package io.tandem.wire.remotewrite;

/**
 * Checks that a native histogram can be decoded, and finds its timestamp. What its
 * buckets hold is the store's business.
 *
 * @see <a href=
 * "https://github.com/prometheus/prometheus/blob/main/prompb/types.proto">Prometheus'
 * types.proto, message Histogram</a>
 */
final class NativeHistogramCheck {

	private static final char UNKNOWN = ' ';

	/**
	 * By field number: v a varint, d a double, s repeated spans, V and D repeated varints
	 * and doubles, packed or not.
	 */
	private static final String FIELDS = " vddvdvdsVDsVDvvD";

	private static final int HIGHEST_FIELD = FIELDS.length() - 1;

	private static final int SPAN_KNOWN = (1 << 1) | (1 << 2);

	private NativeHistogramCheck() {
	}

	/** Passes over the histogram ahead and returns its timestamp. */
	static long check(ProtobufCursor cursor) throws InvalidWriteRequestException {
		int outer = cursor.enter();
		long timestamp = 0;
		while (!cursor.atEnd()) {
			int tag = cursor.tag();
			int field = tag >>> 3;
			char kind = (field <= HIGHEST_FIELD) ? FIELDS.charAt(field) : UNKNOWN;
			if (tag == WriteRequestFields.HISTOGRAM_TIMESTAMP) {
				timestamp = cursor.varint();
			}
			else if (kind == UNKNOWN) {
				cursor.passOverValue(tag);
			}
			else {
				field(cursor, tag, kind);
			}
		}
		cursor.leave(outer);
		return timestamp;
	}

	private static void field(ProtobufCursor cursor, int tag, char kind) throws InvalidWriteRequestException {
		int wireType = tag & 7;
		boolean isRight = switch (kind) {
			case 'v' -> wireType == ProtobufCursor.VARINT;
			case 'd' -> wireType == ProtobufCursor.FIXED64;
			case 'V' -> wireType == ProtobufCursor.VARINT || wireType == ProtobufCursor.LENGTH_DELIMITED;
			case 'D' -> wireType == ProtobufCursor.FIXED64 || wireType == ProtobufCursor.LENGTH_DELIMITED;
			default -> wireType == ProtobufCursor.LENGTH_DELIMITED;
		};
		if (!isRight) {
			throw cursor.malformed("wrong wire type: field=" + (tag >>> 3) + " wireType=" + wireType);
		}
		if (wireType != ProtobufCursor.LENGTH_DELIMITED) {
			cursor.passOverValue(tag);
			return;
		}
		int outer = cursor.enter();
		while (!cursor.atEnd()) {
			switch (kind) {
				case 'V' -> cursor.varint();
				case 'D' -> cursor.advance(Long.BYTES);
				default -> span(cursor);
			}
		}
		cursor.leave(outer);
	}

	private static void span(ProtobufCursor cursor) throws InvalidWriteRequestException {
		int tag = cursor.tag();
		if (tag == WriteRequestFields.varint(1) || tag == WriteRequestFields.varint(2)) {
			cursor.varint();
		}
		else {
			cursor.passOver(tag, SPAN_KNOWN);
		}
	}

}

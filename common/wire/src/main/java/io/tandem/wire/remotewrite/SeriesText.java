package io.tandem.wire.remotewrite;

import java.nio.charset.StandardCharsets;

/** Names a series that has a fault, for a human, in bounded length. */
final class SeriesText {

	private static final int MAX_LENGTH = 300;

	private static final int MAX_STRING_BYTES = 100;

	private SeriesText() {
	}

	/**
	 * Returns the labels as far as they can be read, in the order they came in.
	 * @param from where the TimeSeries message begins
	 * @param to where it ends
	 */
	static String of(byte[] buffer, int from, int to) {
		StringBuilder text = new StringBuilder("{");
		ProtobufCursor cursor = new ProtobufCursor(buffer, from, to);
		try {
			while (!cursor.atEnd() && text.length() < MAX_LENGTH) {
				int tag = cursor.tag();
				if (tag == WriteRequestFields.SERIES_LABEL) {
					appendLabel(cursor, text);
				}
				else {
					cursor.passOverValue(tag);
				}
			}
		}
		catch (InvalidWriteRequestException ex) {
			text.append('…');
		}
		if (text.length() > MAX_LENGTH) {
			text.setLength(MAX_LENGTH);
			text.append('…');
		}
		return text.append('}').toString();
	}

	private static void appendLabel(ProtobufCursor cursor, StringBuilder text) throws InvalidWriteRequestException {
		int outer = cursor.enter();
		String name = "";
		String value = "";
		while (!cursor.atEnd()) {
			int tag = cursor.tag();
			if (tag == WriteRequestFields.LABEL_NAME || tag == WriteRequestFields.LABEL_VALUE) {
				int length = cursor.length();
				String string = shortened(cursor.buffer, cursor.position(), cursor.position() + length);
				cursor.advance(length);
				if (tag == WriteRequestFields.LABEL_NAME) {
					name = string;
				}
				else {
					value = string;
				}
			}
			else {
				cursor.passOverValue(tag);
			}
		}
		cursor.leave(outer);
		text.append((text.length() > 1) ? "," : "").append(name).append("=\"").append(value).append('"');
	}

	/** Returns the string's beginning; bytes that are not UTF-8 are replaced. */
	static String shortened(byte[] buffer, int from, int to) {
		if (to - from <= MAX_STRING_BYTES) {
			return new String(buffer, from, to - from, StandardCharsets.UTF_8);
		}
		return new String(buffer, from, MAX_STRING_BYTES, StandardCharsets.UTF_8) + "…";
	}

}

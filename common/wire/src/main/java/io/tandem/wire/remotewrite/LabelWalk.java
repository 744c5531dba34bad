package io.tandem.wire.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks the labels of one series after the other, by their places in the message.
 * Confined to one call.
 */
final class LabelWalk {

	private static final byte[] METRIC_NAME = "__name__".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DESCRIPTION = 300;

	private final byte[] message;

	private final WriteLimits limits;

	/** For each label the begin and end of its name, then of its value. */
	private final int[] places;

	private int count;

	private boolean isSorted;

	private boolean isNamed;

	LabelWalk(byte[] message, WriteLimits limits) {
		this.message = message;
		this.limits = limits;
		this.places = new int[4 * limits.maxLabelsPerSeries()];
	}

	void begin() {
		this.count = 0;
		this.isSorted = true;
		this.isNamed = false;
	}

	/** Reads a label's message of the given length from the stream. */
	void add(CodedInputStream in, int length) throws IOException, InvalidWriteRequestException {
		if (this.count == this.limits.maxLabelsPerSeries()) {
			throw fault(Reason.LABEL_LIMIT, "more than " + this.limits.maxLabelsPerSeries() + " labels");
		}
		int outer = in.pushLimit(length);
		int nameAt = 0;
		int nameEnd = 0;
		int valueAt = 0;
		int valueEnd = 0;
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			if (tag == Fields.NAME) {
				int size = size(in);
				nameAt = in.getTotalBytesRead();
				nameEnd = nameAt + size;
				in.skipRawBytes(size);
			}
			else if (tag == Fields.LABEL_VALUE) {
				int size = size(in);
				valueAt = in.getTotalBytesRead();
				valueEnd = valueAt + size;
				in.skipRawBytes(size);
			}
			else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
				in.skipRawBytes(size(in));
			}
			else if (!in.skipField(tag)) {
				throw new InvalidProtocolBufferException("A group ends that has not begun.");
			}
		}
		in.popLimit(outer);
		int place = 4 * this.count++;
		this.places[place] = nameAt;
		this.places[place + 1] = nameEnd;
		this.places[place + 2] = valueAt;
		this.places[place + 3] = valueEnd;
		checkLabel(place);
	}

	/** Checks what can only be said of all labels of a series. */
	void end() throws InvalidWriteRequestException {
		if (!this.isNamed) {
			throw fault(Reason.BAD_NAME, "a series has no metric name (__name__)");
		}
		if (this.isSorted) {
			return;
		}
		for (int i = 0; i < this.count; i++) {
			for (int j = i + 1; j < this.count; j++) {
				if (compareNames(4 * i, 4 * j) == 0) {
					throw duplicate(4 * i);
				}
			}
		}
	}

	/**
	 * Returns the labels between two places of the message as text, for an error's
	 * detail.
	 */
	String describe(int from, int to) {
		StringBuilder text = new StringBuilder("{");
		for (int i = 0; i < this.count && text.length() < MAX_DESCRIPTION; i++) {
			text.append((i > 0) ? ", " : "")
				.append(text(this.places[4 * i], this.places[4 * i + 1]))
				.append("=\"")
				.append(text(this.places[4 * i + 2], this.places[4 * i + 3]))
				.append('"');
		}
		return text.append((text.length() < MAX_DESCRIPTION) ? "}" : " ...")
			.append(" (bytes ")
			.append(from)
			.append(" to ")
			.append(to)
			.append(')')
			.toString();
	}

	private void checkLabel(int place) throws InvalidWriteRequestException {
		int nameAt = this.places[place];
		int nameEnd = this.places[place + 1];
		int valueAt = this.places[place + 2];
		int valueEnd = this.places[place + 3];
		if (valueEnd - valueAt > this.limits.maxLabelValueBytes()
				|| nameEnd - nameAt > this.limits.maxLabelValueBytes() / 4) {
			throw fault(Reason.LABEL_LIMIT, "a label's name or value is longer than "
					+ this.limits.maxLabelValueBytes() / 4 + " or " + this.limits.maxLabelValueBytes() + " bytes");
		}
		if (!isUtf8(nameAt, nameEnd) || !isUtf8(valueAt, valueEnd)) {
			throw fault(Reason.NOT_UTF8, "a label's name or value is not UTF-8");
		}
		if (!isName(nameAt, nameEnd, false)) {
			throw fault(Reason.BAD_NAME,
					"a label name must match [a-zA-Z_][a-zA-Z0-9_]*: '" + text(nameAt, nameEnd) + "'");
		}
		if (Arrays.equals(this.message, nameAt, nameEnd, METRIC_NAME, 0, METRIC_NAME.length)) {
			if (!isName(valueAt, valueEnd, true)) {
				throw fault(Reason.BAD_NAME,
						"a metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*: '" + text(valueAt, valueEnd) + "'");
			}
			this.isNamed = true;
		}
		if (place > 0) {
			int order = compareNames(place - 4, place);
			if (order == 0) {
				throw duplicate(place);
			}
			this.isSorted &= order < 0;
		}
	}

	private InvalidWriteRequestException duplicate(int place) {
		return fault(Reason.DUPLICATE_LABEL,
				"label '" + text(this.places[place], this.places[place + 1]) + "' is there twice");
	}

	private InvalidWriteRequestException fault(Reason reason, String what) {
		int from = (this.count > 0) ? this.places[0] : 0;
		int to = (this.count > 0) ? this.places[4 * this.count - 1] : 0;
		return new InvalidWriteRequestException(reason, what + ", in series " + describe(from, to));
	}

	private int size(CodedInputStream in) throws IOException {
		int size = in.readRawVarint32();
		if (size < 0 || size > in.getBytesUntilLimit()) {
			throw new InvalidProtocolBufferException(
					"A length of " + Integer.toUnsignedString(size) + " goes beyond its message.");
		}
		return size;
	}

	private int compareNames(int place, int other) {
		return Arrays.compareUnsigned(this.message, this.places[place], this.places[place + 1], this.message,
				this.places[other], this.places[other + 1]);
	}

	private boolean isName(int at, int end, boolean colon) {
		if (at == end) {
			return false;
		}
		for (int i = at; i < end; i++) {
			byte c = this.message[i];
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colon && c == ':');
			if (!letter && (i == at || c < '0' || c > '9')) {
				return false;
			}
		}
		return true;
	}

	private boolean isUtf8(int at, int end) {
		for (int i = at; i < end; i++) {
			if (this.message[i] < 0) {
				ByteString rest = UnsafeByteOperations.unsafeWrap(this.message, i, end - i);
				return rest.isValidUtf8();
			}
		}
		return true;
	}

	private String text(int at, int end) {
		int shown = Math.min(end, at + MAX_DESCRIPTION);
		return new String(this.message, at, shown - at, StandardCharsets.UTF_8);
	}

}

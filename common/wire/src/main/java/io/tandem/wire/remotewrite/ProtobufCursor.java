package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;

/**
 * Walks a protobuf message field by field without making objects, and is stricter than a
 * parser needs to be: what it passes, every receiver can decode. Groups, which no
 * receiver uses, are refused. Confined to one thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf encoding</a>
 */
final class ProtobufCursor {

	static final int VARINT = 0;

	static final int FIXED64 = 1;

	static final int LENGTH_DELIMITED = 2;

	static final int FIXED32 = 5;

	private static final int MAX_VARINT_BYTES = 10;

	final byte[] buffer;

	private int position;

	/** End of the message the cursor is in. */
	private int limit;

	ProtobufCursor(byte[] buffer, int from, int to) {
		this.buffer = buffer;
		this.position = from;
		this.limit = to;
	}

	int position() {
		return this.position;
	}

	int limit() {
		return this.limit;
	}

	boolean atEnd() {
		return this.position == this.limit;
	}

	/** Reads the next field's number and wire type, as they stand on the wire. */
	int tag() throws InvalidWriteRequestException {
		long tag = varint();
		if ((tag >>> 3) == 0 || (tag >>> 32) != 0) {
			throw malformed("field number out of range: tag=" + Long.toUnsignedString(tag));
		}
		return (int) tag;
	}

	long varint() throws InvalidWriteRequestException {
		if (this.position < this.limit && this.buffer[this.position] >= 0) {
			return this.buffer[this.position++];
		}
		long value = 0;
		for (int i = 0; i < MAX_VARINT_BYTES; i++) {
			if (this.position == this.limit) {
				throw malformed("varint is cut off");
			}
			byte b = this.buffer[this.position++];
			value |= (long) (b & 0x7f) << (7 * i);
			if (b >= 0) {
				if (i == MAX_VARINT_BYTES - 1 && b > 1) {
					throw malformed("varint is over 64 bits");
				}
				return value;
			}
		}
		throw malformed("varint is longer than 10 bytes");
	}

	/** Reads the length of a string, bytes or message that lies wholly ahead. */
	int length() throws InvalidWriteRequestException {
		long length = varint();
		if (length < 0 || length > this.limit - this.position) {
			throw malformed("field is cut off: length=" + Long.toUnsignedString(length) + " left="
					+ (this.limit - this.position));
		}
		return (int) length;
	}

	/** Enters the message ahead and returns what {@link #leave} needs to come back. */
	int enter() throws InvalidWriteRequestException {
		int length = length();
		int outer = this.limit;
		this.limit = this.position + length;
		return outer;
	}

	void leave(int outer) {
		this.position = this.limit;
		this.limit = outer;
	}

	void advance(int bytes) throws InvalidWriteRequestException {
		if (bytes > this.limit - this.position) {
			throw malformed("field is cut off: length=" + bytes + " left=" + (this.limit - this.position));
		}
		this.position += bytes;
	}

	long fixed64() throws InvalidWriteRequestException {
		int at = this.position;
		advance(Long.BYTES);
		return (long) Utf8.LONGS.get(this.buffer, at);
	}

	/**
	 * Passes a field over that the caller does not know by number and wire type.
	 * @param known bits of the field numbers that it knows by number; such a field has
	 * the wrong wire type
	 */
	void passOver(int tag, int known) throws InvalidWriteRequestException {
		int field = tag >>> 3;
		if (field < Integer.SIZE && (known & (1 << field)) != 0) {
			throw malformed("wrong wire type: field=" + field + " wireType=" + (tag & 7));
		}
		passOverValue(tag);
	}

	void passOverValue(int tag) throws InvalidWriteRequestException {
		switch (tag & 7) {
			case VARINT -> varint();
			case FIXED64 -> advance(Long.BYTES);
			case LENGTH_DELIMITED -> advance(length());
			case FIXED32 -> advance(Integer.BYTES);
			default -> throw malformed("unknown wire type: field=" + (tag >>> 3) + " wireType=" + (tag & 7));
		}
	}

	InvalidWriteRequestException malformed(String detail) {
		return new InvalidWriteRequestException(Reason.BAD_PROTOBUF,
				"the uncompressed body is not a WriteRequest: " + detail + " at byte " + this.position);
	}

}

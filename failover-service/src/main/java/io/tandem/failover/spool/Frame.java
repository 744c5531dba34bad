package io.tandem.failover.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How a record lies in a segment, big endian:
 *
 * <pre>
 * crc 4 | payload length 4 | sequence 8 | accepted at 8 | kind 1 | payload
 * </pre>
 *
 * The CRC-32C covers all that follows it, begun with a salt of the spool's epoch and the
 * segment's first sequence. So a frame is only valid where it was written: neither bytes
 * that a disk block held before, nor a payload that happens to hold a frame, pass for a
 * record. Confined to one thread.
 */
final class Frame {

	static final int CRC_BYTES = 4;

	static final int LENGTH_OFFSET = 4;

	static final int SEQUENCE_OFFSET = 8;

	static final int ACCEPTED_AT_OFFSET = 16;

	static final int KIND_OFFSET = 24;

	static final int HEADER_BYTES = 25;

	private final CRC32C crc = new CRC32C();

	private final byte[] salt;

	Frame(String epoch, long firstSequence) {
		byte[] name = epoch.getBytes(StandardCharsets.US_ASCII);
		this.salt = ByteBuffer.allocate(Long.BYTES + name.length).putLong(firstSequence).put(name).array();
	}

	/** Returns the bytes that a payload takes in a segment. */
	static long bytesOf(int payloadLength) {
		return (long) HEADER_BYTES + payloadLength;
	}

	/** Puts a frame's header, CRC included, into the array. */
	void header(byte[] header, long sequence, long acceptedAtMillis, byte kind, byte[] payload) {
		ByteBuffer buffer = ByteBuffer.wrap(header);
		buffer.putInt(LENGTH_OFFSET, payload.length);
		buffer.putLong(SEQUENCE_OFFSET, sequence);
		buffer.putLong(ACCEPTED_AT_OFFSET, acceptedAtMillis);
		buffer.put(KIND_OFFSET, kind);
		begin();
		this.crc.update(header, CRC_BYTES, HEADER_BYTES - CRC_BYTES);
		this.crc.update(payload);
		buffer.putInt(0, (int) this.crc.getValue());
	}

	/**
	 * Returns whether the bytes from the buffer's position up to the end of the frame are
	 * what was written. The whole frame must be in the buffer, whose position stays.
	 */
	boolean isWhole(ByteBuffer buffer, int payloadLength) {
		int start = buffer.position();
		begin();
		this.crc.update(buffer.slice(start + CRC_BYTES, HEADER_BYTES - CRC_BYTES + payloadLength));
		return (int) this.crc.getValue() == buffer.getInt(start);
	}

	private void begin() {
		this.crc.reset();
		this.crc.update(this.salt);
	}

}

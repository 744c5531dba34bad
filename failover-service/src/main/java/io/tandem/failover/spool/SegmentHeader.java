package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment: magic 8, version 4, first sequence 8, epoch 64 (padded
 * with zeros), CRC-32C of these 4. Immutable.
 *
 * @param epoch the epoch the segment's records are numbered in
 * @param first the sequence of its first record
 */
record SegmentHeader(String epoch, long first) {

	static final int BYTES = 88;

	private static final long MAGIC = 0x544e444d_53504f4fL;

	private static final int VERSION = 1;

	private static final int EPOCH_BYTES = 64;

	ByteBuffer encode() {
		ByteBuffer buffer = ByteBuffer.allocate(BYTES);
		buffer.putLong(MAGIC).putInt(VERSION).putLong(this.first);
		buffer.put(this.epoch.getBytes(StandardCharsets.US_ASCII));
		buffer.position(BYTES - Integer.BYTES);
		return buffer.putInt(crc(buffer)).flip();
	}

	/**
	 * Returns what is wrong with a header that should be this one; empty if nothing.
	 * @throws IOException if another version of this program wrote it: that is no damage
	 */
	String differenceTo(ByteBuffer buffer) throws IOException {
		if (buffer.remaining() < BYTES) {
			return "header is short";
		}
		if (buffer.getLong(0) != MAGIC) {
			return "not a segment";
		}
		if (buffer.getInt(BYTES - Integer.BYTES) != crc(buffer)) {
			return "header is damaged";
		}
		if (buffer.getInt(Long.BYTES) != VERSION) {
			throw new IOException("a segment has a format of another version: version=" + buffer.getInt(Long.BYTES)
					+ " known=" + VERSION);
		}
		SegmentHeader found = decode(buffer);
		return found.equals(this) ? "" : "belongs elsewhere: " + found;
	}

	private static SegmentHeader decode(ByteBuffer buffer) {
		byte[] name = new byte[EPOCH_BYTES];
		buffer.get(Long.BYTES + Integer.BYTES + Long.BYTES, name);
		int length = 0;
		while (length < name.length && name[length] != 0) {
			length++;
		}
		return new SegmentHeader(new String(name, 0, length, StandardCharsets.US_ASCII),
				buffer.getLong(Long.BYTES + Integer.BYTES));
	}

	private static int crc(ByteBuffer buffer) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(0, BYTES - Integer.BYTES));
		return (int) crc.getValue();
	}

}

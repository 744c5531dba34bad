package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.io.IOException;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * Snappy's block format: the uncompressed length as a varint, then literals and backward
 * copies.
 *
 * @see <a href=
 * "https://github.com/google/snappy/blob/main/format_description.txt">Snappy's format</a>
 */
final class SnappyBlock {

	/** What the densest element, a copy of 64 bytes, takes. */
	private static final int MAX_COPY_BYTES = 64;

	private static final int MIN_COPY_ELEMENT_BYTES = 3;

	private static final byte[] XERIAL_STREAM = { (byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0 };

	private static final byte[] FRAMED_STREAM = { (byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y' };

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b };

	private static final byte[] ZSTD = { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd };

	private SnappyBlock() {
	}

	/**
	 * Returns the length that the block claims to have uncompressed, after checking that
	 * a block of this size could have it: nobody makes us allocate by a lie.
	 */
	static int uncompressedLength(byte[] block, int maxBytes) throws InvalidWriteRequestException {
		if (startsWith(block, XERIAL_STREAM) || startsWith(block, FRAMED_STREAM)) {
			throw new InvalidWriteRequestException(Reason.BAD_COMPRESSION,
					"the body is snappy's framed stream format; remote write needs the block format, without frames");
		}
		long preamble = preamble(block);
		if (preamble < 0) {
			throw notABlock(block, "no length in front");
		}
		long claimed = preamble >>> 3;
		if (claimed > maxBytes) {
			throw new InvalidWriteRequestException(Reason.TOO_LARGE,
					"uncompressed body is over the limit: bytes=" + claimed + " limit=" + maxBytes);
		}
		int elements = block.length - (int) (preamble & 7);
		if (claimed * MIN_COPY_ELEMENT_BYTES > (long) elements * MAX_COPY_BYTES) {
			throw notABlock(block, elements + " bytes cannot hold the " + claimed + " they claim");
		}
		return (int) claimed;
	}

	/** Uncompresses the block; the array has room for its uncompressed length. */
	static void uncompress(byte[] block, byte[] into, int length) throws InvalidWriteRequestException {
		int written;
		try {
			written = Snappy.uncompress(block, 0, block.length, into, 0);
		}
		catch (IOException ex) {
			throw notABlock(block, "cut off or damaged, " + block.length + " bytes");
		}
		if (written != length) {
			throw notABlock(block, "got " + written + " bytes instead of " + length);
		}
	}

	static byte[] compress(byte[] bytes) {
		try {
			return Snappy.compress(bytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException("snappy cannot compress: bytes=" + bytes.length, ex);
		}
	}

	/**
	 * Joins blocks into one by putting the sum of their lengths in front of their
	 * elements.
	 * @throws IllegalArgumentException if there is none, one has no length in front, or
	 * the sum is beyond 2 GiB
	 */
	static byte[] join(List<byte[]> blocks) {
		if (blocks.isEmpty()) {
			throw new IllegalArgumentException("nothing to join: blocks=0");
		}
		long uncompressed = 0;
		long elements = 0;
		for (byte[] block : blocks) {
			long preamble = preamble(block);
			if (preamble < 0) {
				throw new IllegalArgumentException("not a snappy block: bytes=" + block.length);
			}
			uncompressed += preamble >>> 3;
			elements += block.length - (preamble & 7);
		}
		if (uncompressed > Integer.MAX_VALUE || elements > Integer.MAX_VALUE - 16) {
			throw new IllegalArgumentException(
					"too large to join: uncompressedBytes=" + uncompressed + " compressedBytes=" + elements);
		}
		int front = varintSize((int) uncompressed);
		byte[] joined = new byte[front + (int) elements];
		int at = 0;
		for (int rest = (int) uncompressed; at < front; rest >>>= 7) {
			joined[at++] = (byte) ((at < front) ? (rest & 0x7f) | 0x80 : rest);
		}
		for (byte[] block : blocks) {
			int skipped = (int) (preamble(block) & 7);
			System.arraycopy(block, skipped, joined, at, block.length - skipped);
			at += block.length - skipped;
		}
		return joined;
	}

	/**
	 * Returns the uncompressed length shifted left by three, with the number of bytes it
	 * is written in in the low bits; negative where it is not a varint of 32 bits.
	 */
	private static long preamble(byte[] block) {
		long value = 0;
		for (int i = 0; i < Math.min(5, block.length); i++) {
			value |= (long) (block[i] & 0x7f) << (7 * i);
			if (block[i] >= 0) {
				return (value <= 0xffffffffL) ? (value << 3) | (i + 1) : -1;
			}
		}
		return -1;
	}

	private static int varintSize(int value) {
		return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
	}

	private static InvalidWriteRequestException notABlock(byte[] body, String detail) {
		String hint = "";
		if (startsWith(body, GZIP)) {
			hint = "; it looks like gzip";
		}
		else if (startsWith(body, ZSTD)) {
			hint = "; it looks like zstd";
		}
		return new InvalidWriteRequestException(Reason.BAD_COMPRESSION,
				"the body is not a whole snappy block: " + detail + hint);
	}

	private static boolean startsWith(byte[] body, byte[] magic) {
		if (body.length < magic.length) {
			return false;
		}
		for (int i = 0; i < magic.length; i++) {
			if (body[i] != magic[i]) {
				return false;
			}
		}
		return true;
	}

}

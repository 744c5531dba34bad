package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.io.IOException;
import java.util.List;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * The snappy block format: a length as varint, then elements whose copies refer
 * backwards.
 *
 * @see <a href=
 * "https://github.com/google/snappy/blob/main/format_description.txt">Snappy compressed
 * format description</a>
 */
final class SnappyBlock {

	private static final int MAX_PREAMBLE = 5;

	/** The chunk type and length with which the framed format begins. */
	private static final int FRAMED = 0xff;

	private SnappyBlock() {
	}

	static byte[] uncompress(byte[] block, int maxBytes) throws InvalidWriteRequestException {
		long length = lengthOf(block);
		if (length > maxBytes) {
			throw new InvalidWriteRequestException(Reason.TOO_LARGE,
					"the body is " + length + " bytes uncompressed, " + maxBytes + " are taken: send smaller batches");
		}
		byte[] message = new byte[(int) length];
		try {
			int written = Snappy.uncompress(block, 0, block.length, message, 0);
			if (written != message.length) {
				throw broken("it holds " + written + " bytes and says " + length);
			}
			return message;
		}
		catch (IOException | SnappyError ex) {
			throw broken(String.valueOf(ex.getMessage()));
		}
	}

	static byte[] compress(byte[] message) {
		try {
			return Snappy.compress(message);
		}
		catch (IOException ex) {
			throw new IllegalStateException("snappy could not compress " + message.length + " bytes in memory", ex);
		}
	}

	static byte[] join(List<byte[]> blocks) {
		long length = 0;
		int elements = 0;
		for (byte[] block : blocks) {
			length += preamble(block) >>> 8;
			elements = Math.addExact(elements, block.length - (int) (preamble(block) & 0xff));
		}
		if (length > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("joined blocks hold more than 2 GiB: length=" + length);
		}
		byte[] joined = new byte[varintSize(length) + elements];
		int at = 0;
		for (long rest = length; at < varintSize(length); rest >>>= 7) {
			joined[at++] = (byte) ((rest & 0x7f) | ((rest >= 0x80) ? 0x80 : 0));
		}
		for (byte[] block : blocks) {
			int skipped = (int) (preamble(block) & 0xff);
			System.arraycopy(block, skipped, joined, at, block.length - skipped);
			at += block.length - skipped;
		}
		return joined;
	}

	private static long lengthOf(byte[] block) throws InvalidWriteRequestException {
		if (block.length > 1 && (block[0] & 0xff) == FRAMED && block[1] == 6) {
			throw broken("it is in the framed format; remote write uses the block format");
		}
		try {
			return preamble(block) >>> 8;
		}
		catch (IllegalArgumentException ex) {
			throw broken(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Returns the length in front of the block times 256, plus the bytes it takes there.
	 */
	private static long preamble(byte[] block) {
		long length = 0;
		for (int i = 0; i < MAX_PREAMBLE && i < block.length; i++) {
			length |= (block[i] & 0x7fL) << (7 * i);
			if (block[i] >= 0) {
				return (length << 8) | (i + 1);
			}
		}
		throw new IllegalArgumentException("it does not begin with a length");
	}

	private static int varintSize(long value) {
		return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
	}

	private static InvalidWriteRequestException broken(String why) {
		return new InvalidWriteRequestException(Reason.BAD_COMPRESSION, "the body is not a snappy block: " + why);
	}

}

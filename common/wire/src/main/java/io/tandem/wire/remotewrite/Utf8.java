package io.tandem.wire.remotewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells UTF-8 from other bytes without decoding it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629, section 4</a>
 */
final class Utf8 {

	/** Eight bytes as a little-endian long, at any offset. */
	static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long HIGH_BITS = 0x8080808080808080L;

	private Utf8() {
	}

	static boolean isValid(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			while (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
				at += Long.BYTES;
			}
			while (at < to && bytes[at] >= 0) {
				at++;
			}
			if (at < to) {
				int length = sequenceLength(bytes, at, to);
				if (length == 0) {
					return false;
				}
				at += length;
			}
		}
		return true;
	}

	/** Returns how many bytes the character beyond ASCII has, 0 if it is none. */
	private static int sequenceLength(byte[] bytes, int at, int to) {
		int lead = bytes[at] & 0xff;
		int second = (at + 1 < to) ? bytes[at + 1] & 0xff : 0;
		if (lead < 0xc2 || lead > 0xf4) {
			return 0;
		}
		// the second byte's range rules out overlong forms, surrogates and beyond 10FFFF
		int lowest = (lead == 0xe0) ? 0xa0 : (lead == 0xf0) ? 0x90 : 0x80;
		int highest = (lead == 0xed) ? 0x9f : (lead == 0xf4) ? 0x8f : 0xbf;
		if (second < lowest || second > highest) {
			return 0;
		}
		int length = (lead < 0xe0) ? 2 : (lead < 0xf0) ? 3 : 4;
		for (int i = 2; i < length; i++) {
			if (at + i >= to || (bytes[at + i] & 0xc0) != 0x80) {
				return 0;
			}
		}
		return length;
	}

}

package io.tandem.wire.remotewrite;

import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few arrays from one request to the next, so that a request does not cost a
 * fresh, zeroed array of its uncompressed size. A pool, not a thread-local: requests run
 * on virtual threads, which are new each time. Holds at most 16 MiB. Thread-safe.
 */
final class ScratchBuffers {

	private static final int KEPT = 16;

	private static final int LARGEST_KEPT_BYTES = 1 << 20;

	private static final int SMALLEST_BYTES = 128 << 10;

	private final ArrayBlockingQueue<byte[]> free = new ArrayBlockingQueue<>(KEPT);

	/** Returns an array of at least the given size with any content. */
	byte[] take(int bytes) {
		byte @Nullable [] buffer = this.free.poll();
		if (buffer != null && buffer.length >= bytes) {
			return buffer;
		}
		int rounded = Integer.highestOneBit(Math.max(bytes - 1, 1)) << 1;
		return new byte[(rounded <= LARGEST_KEPT_BYTES) ? Math.max(rounded, SMALLEST_BYTES) : bytes];
	}

	/** Takes an array back; the caller keeps no reference to it. */
	void giveBack(byte[] buffer) {
		if (buffer.length <= LARGEST_KEPT_BYTES) {
			this.free.offer(buffer);
		}
	}

}

package io.tandem.agent.push;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that nobody took, oldest first, within a bound of bytes. Thread-safe, guarded by
 * itself.
 */
final class PushBuffer {

	private final ArrayDeque<Body> bodies = new ArrayDeque<>();

	private final long maxBytes;

	private long bytes;

	PushBuffer(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds a body as the newest; the oldest go to make room, and a body that is larger
	 * than all the room goes itself.
	 * @return how many samples went
	 */
	synchronized long add(Body body) {
		if (body.bytes().length > this.maxBytes) {
			return body.samples();
		}
		long dropped = 0;
		while (this.bytes + body.bytes().length > this.maxBytes) {
			Body oldest = this.bodies.removeFirst();
			this.bytes -= oldest.bytes().length;
			dropped += oldest.samples();
		}
		this.bodies.addLast(body);
		this.bytes += body.bytes().length;
		return dropped;
	}

	synchronized @Nullable Body oldest() {
		return this.bodies.peekFirst();
	}

	/** Removes the oldest, if that is still this one. */
	synchronized void remove(Body body) {
		if (body.equals(this.bodies.peekFirst())) {
			this.bodies.removeFirst();
			this.bytes -= body.bytes().length;
		}
	}

	/** Removes all and returns how many samples that were. */
	synchronized long clear() {
		long samples = this.bodies.stream().mapToLong(Body::samples).sum();
		this.bodies.clear();
		this.bytes = 0;
		return samples;
	}

	synchronized long bytes() {
		return this.bytes;
	}

	/** One body; its array is not changed by anyone. */
	@SuppressWarnings("ArrayRecordComponent")
	record Body(byte[] bytes, int samples) {
	}

}

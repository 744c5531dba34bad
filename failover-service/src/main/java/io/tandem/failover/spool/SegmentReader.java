package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Walks the frames of one segment file and trusts no byte before its checksum is right.
 * Its memory is one window, grown only while a frame is larger. Confined to one thread.
 */
final class SegmentReader implements Closeable {

	private static final int WINDOW_BYTES = 256 << 10;

	private final FileChannel channel;

	private final Frame frame;

	private final int maxPayload;

	private ByteBuffer window;

	private long windowOffset;

	private long limit;

	private int payloadLength;

	private SegmentReader(FileChannel channel, Frame frame, int maxPayload) {
		this.channel = channel;
		this.frame = frame;
		this.maxPayload = maxPayload;
		this.window = ByteBuffer.allocateDirect(WINDOW_BYTES).limit(0);
	}

	/** Opens the file in front of its first frame. */
	static SegmentReader open(Path file, String epoch, long first, int maxPayload) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		SegmentReader reader = new SegmentReader(channel, new Frame(epoch, first), maxPayload);
		reader.seek(SegmentHeader.BYTES);
		return reader;
	}

	/** Returns what is wrong with the file's header; empty if nothing. */
	String headerFault(String epoch, long first) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
		while (bytes.hasRemaining() && this.channel.read(bytes, bytes.position()) >= 0) {
			continue;
		}
		return new SegmentHeader(epoch, first).differenceTo(bytes.flip());
	}

	long fileSize() throws IOException {
		return this.channel.size();
	}

	/** Returns where the frame that {@link #look} looks at begins. */
	long offset() {
		return this.windowOffset + this.window.position();
	}

	void seek(long offset) {
		this.windowOffset = offset;
		this.window.position(0).limit(0);
	}

	/**
	 * Looks at the frame at the offset and stays in front of it.
	 * @param expected the sequence that the frame must have
	 * @param limit the end of what may be read; nothing beyond is kept in memory either,
	 * as it may not have been written yet
	 */
	Look look(long expected, long limit) throws IOException {
		this.limit = limit;
		long left = limit - offset();
		if (left <= 0) {
			return Look.END;
		}
		if (left < Frame.HEADER_BYTES || !fill(Frame.HEADER_BYTES)) {
			return Look.UNFINISHED;
		}
		int start = this.window.position();
		int length = this.window.getInt(start + Frame.LENGTH_OFFSET);
		if (length < 0 || length > this.maxPayload || this.window.getLong(start + Frame.SEQUENCE_OFFSET) != expected) {
			return Look.DAMAGED;
		}
		int size = Frame.HEADER_BYTES + length;
		if (left < size || !fill(size)) {
			return Look.UNFINISHED;
		}
		if (!this.frame.isWhole(this.window, length)) {
			return Look.DAMAGED;
		}
		this.payloadLength = length;
		return Look.FRAME;
	}

	int payloadLength() {
		return this.payloadLength;
	}

	long acceptedAtMillis() {
		return this.window.getLong(this.window.position() + Frame.ACCEPTED_AT_OFFSET);
	}

	byte kind() {
		return this.window.get(this.window.position() + Frame.KIND_OFFSET);
	}

	/** Returns a copy of the payload of the frame that was looked at. */
	byte[] payload() {
		byte[] payload = new byte[this.payloadLength];
		this.window.get(this.window.position() + Frame.HEADER_BYTES, payload);
		return payload;
	}

	/** Goes past the frame that was looked at. */
	void pass() {
		this.window.position(this.window.position() + Frame.HEADER_BYTES + this.payloadLength);
	}

	/**
	 * Searches for the next whole frame behind a damaged one and stops in front of it.
	 * @param after the frame's sequence must be greater
	 * @return the sequence that was found, or 0 if there is none before the limit
	 */
	long searchFrame(long after, long highest, long limit) throws IOException {
		this.limit = limit;
		seek(offset() + 1);
		while (limit - offset() >= Frame.HEADER_BYTES && fill(Frame.HEADER_BYTES)) {
			long sequence = this.window.getLong(this.window.position() + Frame.SEQUENCE_OFFSET);
			if (sequence > after && sequence <= highest && look(sequence, limit) == Look.FRAME) {
				return sequence;
			}
			this.window.position(this.window.position() + 1);
		}
		return 0;
	}

	/**
	 * Returns whether the frame at the offset, which seems to be unfinished, is whole but
	 * for one flipped bit in its length. Stays in front of it.
	 */
	boolean isWholeButForLength(long expected, long limit) throws IOException {
		long start = offset();
		for (int bit = 0; bit < Integer.SIZE - 1; bit++) {
			if (!fill(Frame.HEADER_BYTES)) {
				return false;
			}
			int at = this.window.position() + Frame.LENGTH_OFFSET;
			int length = this.window.getInt(at) ^ (1 << bit);
			if (length < 0 || length > this.maxPayload || start + Frame.HEADER_BYTES + length > limit
					|| this.window.getLong(this.window.position() + Frame.SEQUENCE_OFFSET) != expected
					|| !fill(Frame.HEADER_BYTES + length)) {
				continue;
			}
			at = this.window.position() + Frame.LENGTH_OFFSET;
			int found = this.window.getInt(at);
			this.window.putInt(at, length);
			boolean whole = this.frame.isWhole(this.window, length);
			this.window.putInt(at, found);
			if (whole) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Looks at bytes that hold no whole frame for what can only have been frames: headers
	 * whose sequences follow on each other, of which one may be destroyed.
	 * @param expected the lowest sequence that can be among them
	 * @return the highest sequence that has, or had, a frame there; at least
	 * {@code expected}
	 */
	long highestTrace(long from, long expected, long limit) throws IOException {
		this.limit = limit;
		seek(from);
		long highest = expected;
		long end = limit;
		while (limit - offset() >= Frame.HEADER_BYTES && fill(Frame.HEADER_BYTES)) {
			int at = this.window.position();
			long sequence = this.window.getLong(at + Frame.SEQUENCE_OFFSET);
			int length = this.window.getInt(at + Frame.LENGTH_OFFSET);
			if (sequence >= highest && sequence <= highest + 2 && length >= 0 && length <= this.maxPayload) {
				highest = sequence;
				end = offset() + Frame.HEADER_BYTES + length;
			}
			this.window.position(at + 1);
		}
		return (end < limit) ? highest + 1 : highest;
	}

	/** Returns whether all bytes from the offset on are zero. */
	boolean isZeroFrom(long from, long limit) throws IOException {
		this.limit = limit;
		seek(from);
		while (offset() < limit && fill(1)) {
			while (this.window.hasRemaining()) {
				if (this.window.get() != 0) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Makes so many bytes readable at the window's position; false if the file or the
	 * limit ends before.
	 */
	private boolean fill(int bytes) throws IOException {
		if (this.window.remaining() >= bytes) {
			return true;
		}
		this.windowOffset += this.window.position();
		if (bytes > this.window.capacity()) {
			ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(bytes, 2 * WINDOW_BYTES));
			larger.put(this.window);
			this.window = larger;
		}
		else if (this.window.capacity() > WINDOW_BYTES && bytes <= WINDOW_BYTES
				&& this.window.remaining() <= WINDOW_BYTES) {
			ByteBuffer smaller = ByteBuffer.allocateDirect(WINDOW_BYTES);
			smaller.put(this.window);
			this.window = smaller;
		}
		else {
			this.window.compact();
		}
		this.window.limit((int) Math.min(this.window.capacity(), this.limit - this.windowOffset));
		while (this.window.position() < bytes && this.window.hasRemaining()) {
			if (this.channel.read(this.window, this.windowOffset + this.window.position()) < 0) {
				break;
			}
		}
		this.window.flip();
		return this.window.remaining() >= bytes;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	/** What lies at an offset. */
	enum Look {

		/** A whole frame with the expected sequence. */
		FRAME,
		/** Nothing: the limit. */
		END,
		/** The beginning of a frame that goes on past the limit. */
		UNFINISHED,
		/** Bytes that are not the expected frame. */
		DAMAGED

	}

}

package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes frames to a new segment file through one direct buffer, which its owner lends
 * it. Confined to one thread.
 */
final class SegmentWriter implements Closeable {

	private final Disk.SegmentFile file;

	private final Frame frame;

	private final ByteBuffer staging;

	private final byte[] header = new byte[Frame.HEADER_BYTES];

	private long size = SegmentHeader.BYTES;

	private SegmentWriter(Disk.SegmentFile file, Frame frame, ByteBuffer staging) {
		this.file = file;
		this.frame = frame;
		this.staging = staging;
	}

	/**
	 * Creates the file, in place of one that holds no record; it and its name are durable
	 * when this returns.
	 */
	static SegmentWriter create(Disk disk, Path directory, Path path, String epoch, long first, ByteBuffer staging)
			throws IOException {
		Path fresh = path.resolveSibling(path.getFileName() + ".new");
		Files.deleteIfExists(fresh);
		Disk.SegmentFile file = disk.create(fresh);
		try {
			file.write(new SegmentHeader(epoch, first).encode());
			file.force();
			Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			disk.syncDirectory(directory);
			return new SegmentWriter(file, new Frame(epoch, first), staging.clear());
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	/** Returns the bytes written or staged. */
	long size() {
		return this.size;
	}

	void append(long sequence, long acceptedAtMillis, byte kind, byte[] payload) throws IOException {
		this.frame.header(this.header, sequence, acceptedAtMillis, kind, payload);
		stage(this.header);
		stage(payload);
		this.size += Frame.bytesOf(payload.length);
	}

	/** Hands what is staged to the operating system. */
	void flush() throws IOException {
		this.staging.flip();
		this.file.write(this.staging);
		this.staging.clear();
	}

	/** Makes all that was flushed durable. */
	void force() throws IOException {
		this.file.force();
	}

	private void stage(byte[] bytes) throws IOException {
		int from = 0;
		while (from < bytes.length) {
			if (!this.staging.hasRemaining()) {
				flush();
			}
			int part = Math.min(this.staging.remaining(), bytes.length - from);
			this.staging.put(bytes, from, part);
			from += part;
		}
	}

	@Override
	public void close() throws IOException {
		this.staging.clear();
		this.file.close();
	}

}

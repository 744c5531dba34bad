package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes to real files, without fsync, and fails where a test says so: then a write
 * leaves half of its bytes behind, and an fsync leaves the file as it is.
 */
class FaultyDisk implements Disk {

	volatile long usableBytes = Long.MAX_VALUE;

	volatile boolean failWrite;

	volatile boolean failForce;

	volatile boolean failCreate;

	volatile boolean failTruncate;

	volatile String message = "Input/output error";

	/** Lets the committer pass one fsync after the other only as the test wants. */
	volatile Runnable beforeForce = () -> {
	};

	@Override
	public SegmentFile create(Path file) throws IOException {
		failIf(this.failCreate);
		return new FaultyFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
	}

	@Override
	public SegmentFile open(Path file) throws IOException {
		return new FaultyFile(FileChannel.open(file, StandardOpenOption.WRITE));
	}

	@Override
	public void append(Path file, ByteBuffer bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			channel.write(bytes);
		}
	}

	@Override
	public void syncDirectory(Path directory) {
	}

	@Override
	public long usableBytes(Path directory) {
		return this.usableBytes;
	}

	private void failIf(boolean fails) throws IOException {
		if (fails) {
			throw new IOException(this.message);
		}
	}

	private final class FaultyFile implements SegmentFile {

		private final FileChannel channel;

		FaultyFile(FileChannel channel) {
			this.channel = channel;
		}

		@Override
		public void write(ByteBuffer bytes) throws IOException {
			if (FaultyDisk.this.failWrite) {
				bytes.limit(bytes.position() + bytes.remaining() / 2);
			}
			while (bytes.hasRemaining()) {
				this.channel.write(bytes);
			}
			failIf(FaultyDisk.this.failWrite);
		}

		@Override
		public void force() throws IOException {
			FaultyDisk.this.beforeForce.run();
			failIf(FaultyDisk.this.failForce);
		}

		@Override
		public void truncate(long size) throws IOException {
			failIf(FaultyDisk.this.failTruncate);
			this.channel.truncate(size);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}

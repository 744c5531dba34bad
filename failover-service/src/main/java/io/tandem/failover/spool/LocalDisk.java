package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The machine's own disk. Immutable. */
final class LocalDisk implements Disk {

	@Override
	public SegmentFile create(Path file) throws IOException {
		return new ChannelFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
	}

	@Override
	public SegmentFile open(Path file) throws IOException {
		return new ChannelFile(FileChannel.open(file, StandardOpenOption.WRITE));
	}

	@Override
	public void append(Path file, ByteBuffer bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	@Override
	public void syncDirectory(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	@Override
	public long usableBytes(Path directory) throws IOException {
		// a FileStore would read the table of mounts each time
		return directory.toFile().getUsableSpace();
	}

	/** A file behind a channel. */
	private record ChannelFile(FileChannel channel) implements SegmentFile {

		@Override
		public void write(ByteBuffer bytes) throws IOException {
			while (bytes.hasRemaining()) {
				this.channel.write(bytes);
			}
		}

		@Override
		public void force() throws IOException {
			this.channel.force(false);
		}

		@Override
		public void truncate(long size) throws IOException {
			this.channel.truncate(size);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}

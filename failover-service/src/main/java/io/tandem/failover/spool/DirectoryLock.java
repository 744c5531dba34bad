package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process, or a second spool of this one, off a directory. The operating
 * system lets go of it when the process ends, however it ends.
 */
final class DirectoryLock implements Closeable {

	private static final String FILE = "lock";

	private final FileChannel channel;

	private DirectoryLock(FileChannel channel) {
		this.channel = channel;
	}

	static DirectoryLock take(Path directory) throws IOException {
		Path file = directory.resolve(FILE);
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			if (tryLock(channel) == null) {
				throw new SpoolLockedException("the spool is open already: directory=" + directory + " owner="
						+ owner(channel) + "; stop that process, or give each its own directory");
			}
			channel.truncate(0);
			channel.write(ByteBuffer
				.wrap(("pid " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
			return new DirectoryLock(channel);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Returns who has the directory open, or null if nobody has. Changes nothing.
	 */
	static @Nullable String ownerOf(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ);
				FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
			return (shared == null) ? owner(channel) : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (OverlappingFileLockException ex) {
			return "this process";
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	private static String owner(FileChannel channel) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(64);
		channel.read(buffer, 0);
		String owner = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
		return owner.isEmpty() ? "unknown" : owner;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}

package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the spool needs of a disk to write; tests make it fail. */
interface Disk {

	/**
	 * Creates a file for writing.
	 * @throws java.nio.file.FileAlreadyExistsException if it is there
	 */
	SegmentFile create(Path file) throws IOException;

	/** Opens a file that exists, to cut it back. */
	SegmentFile open(Path file) throws IOException;

	/**
	 * Adds the bytes to the end of a file, creating it if need be, and makes them
	 * durable.
	 */
	void append(Path file, ByteBuffer bytes) throws IOException;

	/** Makes names created, changed or removed in the directory durable. */
	void syncDirectory(Path directory) throws IOException;

	/** Returns the bytes that may still be written. */
	long usableBytes(Path directory) throws IOException;

	/** A file being written. Confined to one thread. */
	interface SegmentFile extends Closeable {

		/** Writes all that remains in the buffer at the end of what was written. */
		void write(ByteBuffer bytes) throws IOException;

		/**
		 * Makes the content durable. After it has failed, the file's content is unknown:
		 * a second call may succeed without having written anything.
		 * @see <a href="https://wiki.postgresql.org/wiki/Fsync_Errors">Fsync errors</a>
		 */
		void force() throws IOException;

		void truncate(long size) throws IOException;

	}

}

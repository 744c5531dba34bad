package io.tandem.failover.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The highest number ever given, in a small file beside the database, so that the numbers
 * do not begin again when the database is lost. Two places are written in turn, each with
 * a checksum, so a torn write leaves the one before. They are overwritten where they are,
 * which a full disk does not prevent. Confined to one thread at a time.
 */
final class LastNumber implements AutoCloseable {

	private static final int PLACE_BYTES = 64;

	private static final int SEALED_BYTES = 16;

	private static final int MAGIC = 0x544e4431;

	private final FileChannel file;

	private long number;

	private int place;

	private LastNumber(FileChannel file) {
		this.file = file;
	}

	static LastNumber open(Path path) throws IOException {
		Files.createDirectories(path.toAbsolutePath().getParent());
		LastNumber last = new LastNumber(
				FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
		try {
			last.read();
		}
		catch (IOException ex) {
			last.close();
			throw ex;
		}
		return last;
	}

	private void read() throws IOException {
		for (int candidate = 0; candidate < 2; candidate++) {
			ByteBuffer bytes = ByteBuffer.allocate(SEALED_BYTES);
			if (this.file.read(bytes, (long) candidate * PLACE_BYTES) < SEALED_BYTES) {
				continue;
			}
			bytes.flip();
			if (bytes.getInt(0) == MAGIC && bytes.getInt(12) == seal(bytes) && bytes.getLong(4) >= this.number) {
				this.number = bytes.getLong(4);
				this.place = 1 - candidate;
			}
		}
	}

	/** Returns the number; 0 if none is known. */
	long get() {
		return this.number;
	}

	/** Keeps the number if it is higher, and waits until the disk has it. */
	void raise(long higher) throws IOException {
		if (higher <= this.number) {
			return;
		}
		ByteBuffer bytes = ByteBuffer.allocate(PLACE_BYTES);
		bytes.putInt(0, MAGIC).putLong(4, higher).putInt(12, seal(bytes));
		this.file.write(bytes, (long) this.place * PLACE_BYTES);
		this.file.force(false);
		this.number = higher;
		this.place = 1 - this.place;
	}

	private static int seal(ByteBuffer bytes) {
		CRC32C crc = new CRC32C();
		crc.update(bytes.array(), 0, 12);
		return (int) crc.getValue();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}

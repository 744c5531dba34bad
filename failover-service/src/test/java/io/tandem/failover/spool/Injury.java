package io.tandem.failover.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Damages a spool that nobody has open, as a power cut or a bad disk would. Confined to
 * one thread.
 */
final class Injury {

	private final Path directory;

	private final Random random;

	Injury(Path directory, Random random) {
		this.directory = directory;
		this.random = random;
	}

	/**
	 * Leaves an unfinished write at the end: cuts somewhere behind the last record that
	 * anybody knows of, or appends the beginning of a frame or zeros.
	 * @param known no record up to this sequence is touched
	 */
	void tearTail(long known) throws IOException {
		Path newest = newest();
		String epoch = epoch();
		long first = first(newest);
		try (SegmentReader reader = SegmentReader.open(newest, epoch, first, 1 << 20);
				FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
			long sequence = first;
			while (sequence <= known && reader.look(sequence, file.size()) == SegmentReader.Look.FRAME) {
				reader.pass();
				sequence++;
			}
			long safe = reader.offset();
			if (file.size() > safe && sequence > known) {
				file.truncate(safe + this.random.nextLong(file.size() - safe));
				return;
			}
			byte[] torn = new byte[1 + this.random.nextInt(3000)];
			if (this.random.nextBoolean()) {
				byte[] payload = new byte[torn.length + 100];
				this.random.nextBytes(payload);
				byte[] header = new byte[Frame.HEADER_BYTES];
				new Frame(epoch, first).header(header, sequence, 1, (byte) 1, payload);
				ByteBuffer.allocate(header.length + payload.length).put(header).put(payload).flip().get(torn);
			}
			file.write(ByteBuffer.wrap(torn), file.size());
		}
	}

	/** Appends bytes that mean nothing. */
	void appendGarbage() throws IOException {
		byte[] garbage = new byte[1 + this.random.nextInt(3000)];
		this.random.nextBytes(garbage);
		Files.write(newest(), garbage, StandardOpenOption.APPEND);
	}

	/** Flips one bit of any segment, often of the newest one's end. */
	void flipBit() throws IOException {
		List<Path> segments = segments();
		boolean atEnd = this.random.nextInt(3) == 0;
		Path segment = atEnd ? newest() : segments.get(this.random.nextInt(segments.size()));
		try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
			long size = file.length();
			long at = atEnd ? Math.max(0, size - 1 - this.random.nextInt(4000)) : this.random.nextLong(size);
			file.seek(at);
			int old = file.read();
			file.seek(at);
			file.write(old ^ (1 << this.random.nextInt(8)));
		}
	}

	private List<Path> segments() throws IOException {
		List<Path> segments = new ArrayList<>(SpoolDirectory.segmentFiles(this.directory));
		segments.sort(null);
		return segments;
	}

	private Path newest() throws IOException {
		return segments().getLast();
	}

	private String epoch() throws IOException {
		String epoch = Epoch.read(this.directory);
		if (epoch == null) {
			throw new AssertionError("the epoch is gone");
		}
		return epoch;
	}

	private static long first(Path segment) {
		Long first = Segment.firstOf(segment);
		if (first == null) {
			throw new AssertionError(segment);
		}
		return first;
	}

}

package io.tandem.failover.spool;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A segment file: consecutive records, the first of which gives it its name. It ends
 * where the next segment begins, whatever more the file may hold. Thread-safe: only the
 * committer changes it.
 */
final class Segment {

	private static final String SUFFIX = ".segment";

	private final long first;

	private final Path file;

	private volatile long size;

	Segment(long first, Path file, long size) {
		this.first = first;
		this.file = file;
		this.size = size;
	}

	/** Returns the file that a segment with this first sequence has. */
	static Path file(Path directory, long first) {
		return directory.resolve(String.format("%020d", first) + SUFFIX);
	}

	/**
	 * Returns the first sequence that a file's name gives, or null if it is no segment.
	 */
	static @Nullable Long firstOf(Path file) {
		String name = file.getFileName().toString();
		if (!name.matches("\\d{20}\\.segment")) {
			return null;
		}
		try {
			long first = Long.parseLong(name.substring(0, 20));
			return (first > 0) ? first : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	long first() {
		return this.first;
	}

	Path file() {
		return this.file;
	}

	/** Returns how much of the file is durable; what lies beyond must not be read. */
	long size() {
		return this.size;
	}

	void size(long durableSize) {
		this.size = durableSize;
	}

	@Override
	public String toString() {
		return this.file.getFileName().toString();
	}

}

package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each reader of a spool has delivered. What every one of them has passed is
 * delivered; a cursor file whose reader is not running holds records back like any other.
 * Thread-safe.
 */
final class Cursors {

	private final Path directory;

	private final String epoch;

	private final SpoolListener listener;

	private final Map<String, DeliveredRanges> readers = new ConcurrentHashMap<>();

	Cursors(Path directory, String epoch, SpoolListener listener) throws IOException {
		this.directory = directory;
		this.epoch = epoch;
		this.listener = listener;
		for (Path file : SpoolDirectory.list(directory, Cursor.PREFIX + "*")) {
			open(Cursor.readerOf(file));
		}
		for (Path file : SpoolDirectory.list(directory, RangesFile.PREFIX + "*")) {
			open(RangesFile.readerOf(file));
		}
	}

	private void open(String reader) throws IOException {
		if (isName(reader) && !this.readers.containsKey(reader)) {
			Cursor cursor = Cursor.open(this.directory.resolve(Cursor.PREFIX + reader), this.listener);
			RangesFile file = new RangesFile(this.directory.resolve(RangesFile.PREFIX + reader), this.epoch);
			this.readers.put(reader, DeliveredRanges.open(cursor, file, this.listener));
		}
	}

	/**
	 * @throws IllegalArgumentException if the name does not match {@code [a-z0-9-]{1,32}}
	 */
	DeliveredRanges get(String reader) throws IOException {
		if (!isName(reader)) {
			throw new IllegalArgumentException("reader must match [a-z0-9-]{1,32}: reader=" + reader);
		}
		synchronized (this) {
			open(reader);
			DeliveredRanges ranges = this.readers.get(reader);
			if (ranges == null) {
				throw new IllegalStateException("reader is not open: reader=" + reader);
			}
			return ranges;
		}
	}

	/**
	 * Returns the highest sequence up to which every reader is done; 0 without readers.
	 */
	long delivered() {
		return lowest().position().sequence();
	}

	/** Returns the one that has the lowest position; one of nothing without readers. */
	DeliveredRanges lowest() {
		DeliveredRanges lowest = lowestOf(this.readers.values());
		return (lowest != null) ? lowest : DeliveredRanges.NOTHING;
	}

	private static @Nullable DeliveredRanges lowestOf(Collection<DeliveredRanges> readers) {
		DeliveredRanges lowest = null;
		for (DeliveredRanges reader : readers) {
			if (lowest == null || reader.position().sequence() < lowest.position().sequence()) {
				lowest = reader;
			}
		}
		return lowest;
	}

	/** Returns the highest sequence that any reader has delivered; 0 if none. */
	long highest() {
		return this.readers.values().stream().mapToLong(DeliveredRanges::highest).max().orElse(0);
	}

	void persist() throws IOException {
		for (DeliveredRanges reader : this.readers.values()) {
			reader.persist();
		}
	}

	private static boolean isName(String reader) {
		return reader.matches("[a-z0-9-]{1,32}");
	}

}

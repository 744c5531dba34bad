package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All cursors of a spool. What every one of them has passed is delivered; a cursor file
 * whose reader is not running holds records back like any other. Thread-safe.
 */
final class Cursors {

	private final Path directory;

	private final SpoolListener listener;

	private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();

	Cursors(Path directory, SpoolListener listener) throws IOException {
		this.directory = directory;
		this.listener = listener;
		for (Path file : SpoolDirectory.list(directory, Cursor.PREFIX + "*")) {
			String reader = Cursor.readerOf(file);
			if (isName(reader)) {
				this.cursors.put(reader, Cursor.open(file, listener));
			}
		}
	}

	/**
	 * @throws IllegalArgumentException if the name does not match {@code [a-z0-9-]{1,32}}
	 */
	Cursor get(String reader) throws IOException {
		if (!isName(reader)) {
			throw new IllegalArgumentException("reader must match [a-z0-9-]{1,32}: reader=" + reader);
		}
		synchronized (this) {
			Cursor cursor = this.cursors.get(reader);
			if (cursor == null) {
				cursor = Cursor.open(this.directory.resolve(Cursor.PREFIX + reader), this.listener);
				this.cursors.put(reader, cursor);
			}
			return cursor;
		}
	}

	/**
	 * Returns the highest sequence up to which every reader is done; 0 without readers.
	 */
	long delivered() {
		return lowest().sequence();
	}

	Position lowest() {
		Position lowest = null;
		for (Cursor cursor : this.cursors.values()) {
			Position position = cursor.position();
			if (lowest == null || position.sequence() < lowest.sequence()) {
				lowest = position;
			}
		}
		return (lowest != null) ? lowest : Position.START;
	}

	long highest() {
		return this.cursors.values().stream().mapToLong((cursor) -> cursor.position().sequence()).max().orElse(0);
	}

	void persist() throws IOException {
		for (Cursor cursor : this.cursors.values()) {
			cursor.persist();
		}
	}

	private static boolean isName(String reader) {
		return reader.matches("[a-z0-9-]{1,32}");
	}

}

package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How far a named reader has delivered, kept in the file {@code cursor-<reader>}. Losing
 * the newest positions only means that records are delivered again. Thread-safe; a slow
 * disk holds nobody up but who persists.
 */
public final class Cursor {

	static final String PREFIX = "cursor-";

	private final Path file;

	private final Object fileLock = new Object();

	private volatile Position position;

	private Position persisted;

	private Cursor(Path file, Position position) {
		this.file = file;
		this.position = position;
		this.persisted = position;
	}

	/**
	 * Reads the cursor back.
	 * @param listener is told if there is a file that cannot be used
	 */
	static Cursor open(Path file, SpoolListener listener) throws IOException {
		Position position = Files.exists(file) ? parse(Files.readAllBytes(file)) : Position.START;
		if (position == null) {
			listener.cursorLost(readerOf(file), "the file is damaged");
			position = Position.START;
		}
		return new Cursor(file, position);
	}

	/** Returns one that stands at the start and is kept nowhere. */
	static Cursor detached() {
		return new Cursor(Path.of(PREFIX), Position.START);
	}

	static String readerOf(Path file) {
		return file.getFileName().toString().substring(PREFIX.length());
	}

	/** Returns where the reader goes on. */
	public Position position() {
		return this.position;
	}

	/**
	 * Says that everything up to the position is delivered, or lost and recorded so.
	 * Going back is ignored.
	 */
	public synchronized void advance(Position reached) {
		if (reached.sequence() > this.position.sequence()) {
			this.position = reached;
		}
	}

	/** Makes the position durable, if it has changed. */
	public void persist() throws IOException {
		synchronized (this.fileLock) {
			Position now = this.position;
			if (!now.equals(this.persisted)) {
				AtomicFile.replace(this.file,
						AtomicFile.seal(now.sequence() + " " + now.segment() + " " + now.offset()));
				this.persisted = now;
			}
		}
	}

	static @Nullable Position parse(byte[] bytes) {
		String line = AtomicFile.unseal(new String(bytes, StandardCharsets.ISO_8859_1));
		if (line == null || !line.matches("\\d{1,18} \\d{1,18} \\d{1,18}")) {
			return null;
		}
		String[] numbers = line.split(" ");
		return new Position(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
	}

}

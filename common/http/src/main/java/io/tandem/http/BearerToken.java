package io.tandem.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A token in a file, read again when the file changes. Never printed. Thread-safe,
 * guarded by its own lock.
 */
public final class BearerToken {

	private final ReentrantLock lock = new ReentrantLock();

	private final Path file;

	private @Nullable Stamp stamp;

	private String token = "";

	public BearerToken(Path file) {
		this.file = file;
	}

	/**
	 * Returns the header's value.
	 * @throws IOException if the file cannot be read or holds anything but one token
	 */
	public String header() throws IOException {
		this.lock.lock();
		try {
			Stamp now = new Stamp(Files.getLastModifiedTime(this.file), Files.size(this.file));
			if (!now.equals(this.stamp)) {
				String read = Files.readString(this.file).strip();
				if (!read.matches("[\\x21-\\x7e]+")) {
					throw new IOException("holds no token, or more than one: " + this.file);
				}
				this.token = read;
				this.stamp = now;
			}
			return "Bearer " + this.token;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "token in " + this.file;
	}

	private record Stamp(FileTime changed, long size) {
	}

}

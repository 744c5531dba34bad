package io.tandem.jetstream;

import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A user and a password in a file, a line each. A user hears only the answers to himself:
 * his inboxes begin with {@code _INBOX.} and the name, without {@code -a} or {@code -b}
 * at its end. Never printed. Immutable; the file is read each time.
 */
final class Login {

	private final Path file;

	Login(Path file) {
		this.file = file;
	}

	/**
	 * Adds it to the options of a connection.
	 * @throws IOException if the file cannot be read or holds anything else
	 */
	Options.Builder apply(Options.Builder options) throws IOException {
		List<String> lines = Files.readAllLines(this.file);
		if (lines.size() != 2 || lines.stream().anyMatch(String::isBlank)) {
			throw new IOException("holds no user and password, a line each: " + this.file);
		}
		String user = lines.getFirst();
		return options.userInfo(user.toCharArray(), lines.getLast().toCharArray())
			.inboxPrefix("_INBOX." + user.replaceFirst("-[ab]$", "") + ".");
	}

	@Override
	public String toString() {
		return "login in " + this.file;
	}

}

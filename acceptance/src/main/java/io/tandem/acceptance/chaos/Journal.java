package io.tandem.acceptance.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is to be undone, on the disk before it is done, for a watchdog that undoes it when
 * this process has died: a line {@code open ID COMMAND} and, once it is undone,
 * {@code closed ID}. Confined to one thread.
 */
final class Journal {

	private final Path file;

	private final Map<Integer, String> open = new LinkedHashMap<>();

	private int last;

	Journal(Path file) {
		this.file = file;
	}

	/**
	 * Notes a command that undoes what is done next.
	 * @return its number
	 * @throws IllegalArgumentException if it is more than a line
	 */
	int open(String undo) throws IOException {
		if (undo.indexOf('\n') >= 0) {
			throw new IllegalArgumentException("must be one line: " + undo);
		}
		write("open " + ++this.last + " " + undo);
		this.open.put(this.last, undo);
		return this.last;
	}

	/** Undoes it, if it is not undone. */
	void close(int number) throws IOException, InterruptedException {
		String undo = this.open.remove(number);
		if (undo != null) {
			Shell.run(undo);
			write("closed " + number);
		}
	}

	/** Undoes all that is left, the last first. */
	void closeAll() throws IOException, InterruptedException {
		for (Integer number : this.open.keySet().stream().sorted((a, b) -> Integer.compare(b, a)).toList()) {
			close(number);
		}
	}

	private void write(String line) throws IOException {
		Files.write(this.file, (line + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE,
				StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
	}

}

package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code delivered-<reader>}: ranges of delivered records beyond the reader's
 * cursor, in one sealed line that also names the epoch they are of. Not thread-safe.
 */
final class RangesFile {

	static final String PREFIX = "delivered-";

	private static final Pattern RANGE = Pattern.compile("\\d{1,18}-\\d{1,18}@\\d{1,18}\\+\\d{1,18}");

	private final Path file;

	private final String epoch;

	RangesFile(Path file, String epoch) {
		this.file = file;
		this.epoch = epoch;
	}

	static String readerOf(Path file) {
		return file.getFileName().toString().substring(PREFIX.length());
	}

	String reader() {
		return readerOf(this.file);
	}

	/** Returns the ranges; none if there is no file, null if it cannot be used. */
	@Nullable List<Range> read() throws IOException {
		if (!Files.exists(this.file)) {
			return List.of();
		}
		String line = AtomicFile.unseal(Files.readString(this.file, StandardCharsets.ISO_8859_1));
		String[] words = (line != null) ? line.split(" ") : new String[0];
		if (words.length == 0 || !words[0].equals(this.epoch)) {
			return null;
		}
		List<Range> ranges = new ArrayList<>(words.length - 1);
		for (int i = 1; i < words.length; i++) {
			if (!RANGE.matcher(words[i]).matches()) {
				return null;
			}
			String[] numbers = words[i].split("[-@+]");
			long first = Long.parseLong(numbers[0]);
			long last = Long.parseLong(numbers[1]);
			if (first < 1 || last < first) {
				return null;
			}
			ranges.add(new Range(first, new Position(last, Long.parseLong(numbers[2]), Long.parseLong(numbers[3]))));
		}
		return ranges;
	}

	void write(List<Range> ranges) throws IOException {
		StringBuilder line = new StringBuilder(this.epoch);
		for (Range range : ranges) {
			Position end = range.end();
			line.append(' ').append(range.first()).append('-').append(end.sequence());
			line.append('@').append(end.segment()).append('+').append(end.offset());
		}
		AtomicFile.replace(this.file, AtomicFile.seal(line.toString()));
	}

	/**
	 * Consecutive delivered records.
	 *
	 * @param end behind the last one
	 */
	record Range(long first, Position end) {

		long last() {
			return this.end.sequence();
		}

		long count() {
			return last() - this.first + 1;
		}

	}

}

package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code gaps}: one JSON object a line for each lost or refused range, durable
 * when {@link #record} returns. Keeps the newest {@value #MAX_GAPS}. Thread-safe, guarded
 * by itself.
 */
final class GapLog {

	static final String FILE = "gaps";

	static final int MAX_GAPS = 10_000;

	private static final int MAX_DETAIL = 500;

	private static final Pattern LINE = Pattern.compile("\\{\"epoch\":\"([^\"]+)\",\"first\":(\\d+),\"last\":(\\d+),"
			+ "\"reason\":\"([a-z-]+)\",\"detail\":\"((?:[^\"\\\\]|\\\\.)*)\",\"at\":\"([^\"]+)\"}");

	private final Path directory;

	private final Path file;

	private final Disk disk;

	private final List<Gap> gaps = new ArrayList<>();

	GapLog(Path directory, Disk disk) throws IOException {
		this.directory = directory;
		this.file = directory.resolve(FILE);
		this.disk = disk;
		boolean clean = read(directory, this.gaps);
		if (!clean || this.gaps.size() > MAX_GAPS) {
			compact();
		}
	}

	/**
	 * Reads a directory's gaps and changes nothing.
	 * @param into takes the gaps, oldest first
	 * @return false if there are lines that are no gap
	 */
	static boolean read(Path directory, List<Gap> into) throws IOException {
		Path file = directory.resolve(FILE);
		boolean clean = true;
		if (!Files.exists(file)) {
			return true;
		}
		for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
			if (line.isEmpty()) {
				continue;
			}
			Gap gap = parse(line);
			if (gap != null) {
				into.add(gap);
			}
			else {
				clean = false;
			}
		}
		return clean;
	}

	synchronized void record(Gap gap) throws IOException {
		boolean fresh = !Files.exists(this.file);
		this.disk.append(this.file, ByteBuffer.wrap(line(gap).getBytes(StandardCharsets.UTF_8)));
		if (fresh) {
			this.disk.syncDirectory(this.directory);
		}
		this.gaps.add(gap);
		if (this.gaps.size() >= 2 * MAX_GAPS) {
			compact();
		}
	}

	/** Returns the gap of this epoch that holds the sequence, or null. */
	synchronized @Nullable Gap covering(String epoch, long sequence) {
		for (int i = this.gaps.size() - 1; i >= 0; i--) {
			Gap gap = this.gaps.get(i);
			if (gap.covers(sequence) && gap.epoch().equals(epoch) && gap.reason() != Gap.Reason.REFUSED) {
				return gap;
			}
		}
		return null;
	}

	/** Returns the highest sequence of this epoch that is known to be lost; 0 if none. */
	synchronized long highest(String epoch) {
		long highest = 0;
		for (Gap gap : this.gaps) {
			if (gap.epoch().equals(epoch) && gap.reason() != Gap.Reason.REFUSED) {
				highest = Math.max(highest, gap.last());
			}
		}
		return highest;
	}

	/** Returns the newest gaps, oldest first. */
	synchronized List<Gap> newest(int count) {
		int size = this.gaps.size();
		return List.copyOf(this.gaps.subList(Math.max(0, size - count), size));
	}

	private void compact() throws IOException {
		int size = this.gaps.size();
		if (size > MAX_GAPS) {
			this.gaps.subList(0, size - MAX_GAPS).clear();
		}
		StringBuilder text = new StringBuilder();
		this.gaps.forEach((gap) -> text.append(line(gap)));
		AtomicFile.replace(this.file, text.toString());
		this.disk.syncDirectory(this.directory);
	}

	private static String line(Gap gap) {
		return "{\"epoch\":\"" + gap.epoch() + "\",\"first\":" + gap.first() + ",\"last\":" + gap.last()
				+ ",\"reason\":\"" + word(gap.reason()) + "\",\"detail\":\"" + escape(gap.detail()) + "\",\"at\":\""
				+ gap.at() + "\"}\n";
	}

	private static String word(Gap.Reason reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String escape(String detail) {
		StringBuilder text = new StringBuilder();
		for (char c : detail.substring(0, Math.min(detail.length(), MAX_DETAIL)).toCharArray()) {
			switch (c) {
				case '"', '\\' -> text.append('\\').append(c);
				default -> text.append((c < ' ' || Character.isSurrogate(c)) ? ' ' : c);
			}
		}
		return text.toString();
	}

	private static @Nullable Gap parse(String line) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			return null;
		}
		try {
			return new Gap(matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)),
					Gap.Reason.valueOf(matcher.group(4).toUpperCase(Locale.ROOT).replace('-', '_')),
					matcher.group(5).replaceAll("\\\\(.)", "$1"), Instant.parse(matcher.group(6)));
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			return null;
		}
	}

}

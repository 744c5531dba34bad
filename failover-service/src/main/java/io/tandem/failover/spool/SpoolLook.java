package io.tandem.failover.spool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a spool directory holds: one line a fact, its kind in front. Changes
 * nothing, and may look while the spool is in use. Confined to one thread.
 */
final class SpoolLook {

	private static final int MAX_GAPS = 50;

	private final PrintStream out;

	private final Path directory;

	private final List<Gap> gaps = new ArrayList<>();

	private final List<SegmentCheck> segments = new ArrayList<>();

	private boolean damaged;

	SpoolLook(PrintStream out, Path directory) {
		this.out = out;
		this.directory = directory;
	}

	/**
	 * Looks, and prints.
	 * @param readAll whether every record is read
	 * @return whether all that is there is whole
	 */
	boolean look(boolean readAll) throws IOException {
		String owner = DirectoryLock.ownerOf(this.directory);
		line("spool", this.directory.toAbsolutePath() + ((owner != null) ? ", in use by " + owner : ", not in use"));
		String epoch = Epoch.read(this.directory);
		if (epoch == null) {
			damage("epoch", "missing or damaged: the records can no longer be named");
		}
		else {
			line("epoch", epoch);
		}
		if (!GapLog.read(this.directory, this.gaps)) {
			damage("gaps", "the file holds lines that are no gap");
		}
		if (epoch != null) {
			segments(epoch, readAll, owner != null);
		}
		readers();
		gaps();
		putAside();
		line("verdict", this.damaged ? "DAMAGED" : readAll ? "whole" : "no damage seen; verify reads every record");
		return !this.damaged;
	}

	private void segments(String epoch, boolean readAll, boolean inUse) throws IOException {
		List<Path> files = new ArrayList<>(SpoolDirectory.segmentFiles(this.directory));
		files.sort(null);
		for (int i = 0; i < files.size(); i++) {
			Long first = Segment.firstOf(files.get(i));
			Long next = (i + 1 < files.size()) ? Segment.firstOf(files.get(i + 1)) : null;
			if (first == null) {
				continue;
			}
			try {
				SegmentCheck check = SegmentCheck.of(files.get(i), epoch, first, next, readAll, this.gaps, inUse);
				this.segments.add(check);
				segment(check);
			}
			catch (NoSuchFileException ex) {
				line("segment", files.get(i).getFileName() + "  dropped meanwhile, as delivered");
			}
		}
		if (this.segments.isEmpty()) {
			line("records", "none");
			return;
		}
		long bytes = this.segments.stream().mapToLong(SegmentCheck::bytes).sum();
		line("records", range(this.segments.getFirst().first(), this.segments.getLast().last()) + " in "
				+ this.segments.size() + ((this.segments.size() == 1) ? " segment, " : " segments, ") + size(bytes));
	}

	private void segment(SegmentCheck check) {
		String text = "%s  %s  %s  %s".formatted(check.file().getFileName(), range(check.first(), check.last()),
				size(check.bytes()), time(check.firstAtMillis()));
		if (check.isDamaged()) {
			damage("segment", text + "  " + check.damage());
		}
		else {
			line("segment", text + "  " + (check.note().isEmpty() ? "whole" : check.note()));
		}
	}

	private void readers() throws IOException {
		List<Path> cursors = new ArrayList<>(SpoolDirectory.list(this.directory, Cursor.PREFIX + "*"));
		cursors.sort(null);
		for (Path file : cursors) {
			String reader = Cursor.readerOf(file);
			if (reader.contains(".")) {
				continue;
			}
			Position position = Cursor.parse(Files.readAllBytes(file));
			if (position == null) {
				damage("reader", reader + "  its cursor is damaged: it begins again with the oldest record");
			}
			else {
				undelivered(reader, position);
			}
		}
		if (cursors.isEmpty()) {
			line("reader", "none: everything is undelivered");
		}
	}

	private void undelivered(String reader, Position position) throws IOException {
		long last = this.segments.isEmpty() ? 0 : this.segments.getLast().last();
		long first = position.sequence() + 1;
		if (first > last) {
			line("reader", reader + "  all delivered, up to " + position.sequence());
			return;
		}
		long bytes = 0;
		SegmentCheck begins = null;
		for (SegmentCheck segment : this.segments) {
			if (segment.last() >= first) {
				begins = (begins == null) ? segment : begins;
				bytes += segment.bytes() - ((segment.first() == position.segment()) ? position.offset() : 0);
			}
		}
		long islands = islands(reader, first, last);
		line("reader",
				"%s  delivered up to %d, undelivered %s: %d records, up to %s, from after %s".formatted(reader,
						position.sequence(), range(first, last), last - first + 1 - islands, size(bytes),
						time((begins != null) ? begins.firstAtMillis() : -1))
						+ ((islands > 0) ? "; " + islands + " among them are delivered" : ""));
	}

	/** Returns how many records from the first to the last are delivered out of order. */
	private long islands(String reader, long first, long last) throws IOException {
		String epoch = Epoch.read(this.directory);
		List<RangesFile.Range> ranges = new RangesFile(this.directory.resolve(RangesFile.PREFIX + reader),
				(epoch != null) ? epoch : "")
			.read();
		if (ranges == null) {
			return 0;
		}
		return ranges.stream()
			.mapToLong((range) -> Math.min(range.last(), last) - Math.max(range.first(), first) + 1)
			.filter((count) -> count > 0)
			.sum();
	}

	private void gaps() {
		int from = Math.max(0, this.gaps.size() - MAX_GAPS);
		if (from > 0) {
			line("gap", "(%d older ones in the file %s)".formatted(from, GapLog.FILE));
		}
		for (Gap gap : this.gaps.subList(from, this.gaps.size())) {
			line("gap",
					"%s  %s  %s  epoch %s  %s".formatted(range(gap.first(), gap.last()),
							gap.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
							gap.at().truncatedTo(ChronoUnit.SECONDS), gap.epoch(), gap.detail()));
		}
	}

	private void putAside() throws IOException {
		List<Path> files = new ArrayList<>(SpoolDirectory.list(this.directory, "*" + SpoolDirectory.QUARANTINED));
		files.sort(null);
		for (Path file : files) {
			line("put aside", file.getFileName() + "  " + size(SpoolDirectory.sizeOf(file)));
		}
	}

	private void line(String kind, String text) {
		this.out.printf("%-10s %s%n", kind, text);
	}

	private void damage(String kind, String text) {
		this.damaged = true;
		line(kind, text + "  DAMAGED");
	}

	static String range(long first, long last) {
		return (last < first) ? "no records" : first + "-" + last;
	}

	/** Returns a size as an operator reads it, such as {@code 5.0 GiB}. */
	static String size(long bytes) {
		double value = bytes;
		String unit = "B";
		for (String larger : new String[] { "KiB", "MiB", "GiB", "TiB" }) {
			if (value < 1024) {
				break;
			}
			value /= 1024;
			unit = larger;
		}
		return unit.equals("B") ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, unit);
	}

	private static String time(long millis) {
		return (millis < 0) ? "-" : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
	}

}

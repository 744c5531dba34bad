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
import org.jspecify.annotations.Nullable;

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
		readers(epoch);
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

	private void readers(@Nullable String epoch) throws IOException {
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
				undelivered(reader, position, epoch);
			}
		}
		if (cursors.isEmpty()) {
			line("reader", "none: everything is undelivered");
		}
	}

	private void undelivered(String reader, Position position, @Nullable String epoch) throws IOException {
		List<RangesFile.Range> beyond = List.of();
		if (epoch != null) {
			beyond = new RangesFile(this.directory.resolve(RangesFile.PREFIX + reader), epoch).read();
			if (beyond == null) {
				damage("reader", reader + "  its ranges beyond the cursor are damaged: they are delivered again");
				beyond = List.of();
			}
		}
		long last = this.segments.isEmpty() ? 0 : this.segments.getLast().last();
		StringBuilder ranges = new StringBuilder();
		long records = 0;
		long next = position.sequence() + 1;
		for (RangesFile.Range range : beyond) {
			records += waiting(ranges, next, Math.min(last, range.first() - 1));
			next = Math.max(next, range.last() + 1);
		}
		records += waiting(ranges, next, last);
		if (records == 0) {
			line("reader", reader + "  all delivered, up to " + Math.max(position.sequence(), next - 1));
			return;
		}
		line("reader",
				"%s  delivered up to %d%s, undelivered%s: %d records, up to %s, from after %s".formatted(reader,
						position.sequence(), beyond.isEmpty() ? "" : " and " + beyond.size() + " ranges beyond", ranges,
						records, size(bytesFrom(position)), time(acceptedAt(position.sequence() + 1))));
	}

	private static long waiting(StringBuilder ranges, long first, long last) {
		if (last < first) {
			return 0;
		}
		ranges.append(' ').append(range(first, last));
		return last - first + 1;
	}

	/** All bytes behind a position, of which some may be delivered. */
	private long bytesFrom(Position position) {
		long bytes = 0;
		for (SegmentCheck segment : this.segments) {
			if (segment.last() > position.sequence()) {
				bytes += segment.bytes() - ((segment.first() == position.segment()) ? position.offset() : 0);
			}
		}
		return bytes;
	}

	/** When the segment that holds a sequence was begun; -1 if that is not known. */
	private long acceptedAt(long sequence) {
		return this.segments.stream()
			.filter((segment) -> segment.last() >= sequence)
			.mapToLong(SegmentCheck::firstAtMillis)
			.findFirst()
			.orElse(-1);
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

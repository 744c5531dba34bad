package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what is whole out of a damaged segment. Each run of consecutive whole frames,
 * before and behind the damage, becomes a segment of its own; the sequences between are
 * recorded as a gap; the damaged file stays beside them as {@code *.quarantined}. A crash
 * at any point leaves a directory of which a second try makes the same. Confined to the
 * thread that changes the directory.
 */
final class Salvage {

	private static final int STAGING_BYTES = 256 << 10;

	private final SpoolDirectory directory;

	private final int maxPayload;

	private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

	private final List<Run> runs = new ArrayList<>();

	private final List<Lost> lost = new ArrayList<>();

	Salvage(SpoolDirectory directory, int maxPayload) {
		this.directory = directory;
		this.maxPayload = maxPayload;
	}

	/**
	 * Replaces the segment by what could be saved of it.
	 * @param segment one that nobody writes to
	 * @param last the last sequence the segment must hold; 0 if that is not known, as for
	 * the last segment after a crash
	 * @return the last sequence that was saved or lost; {@code first - 1} if the segment
	 * held nothing
	 */
	long salvage(Segment segment, long last, String why) throws IOException {
		boolean there = true;
		long end = segment.first() - 1;
		try (SegmentReader reader = SegmentReader.open(segment.file(), this.directory.epoch(), segment.first(),
				this.maxPayload)) {
			end = collect(reader, segment, last);
		}
		catch (NoSuchFileException ex) {
			there = false;
		}
		if (end < last) {
			this.lost.add(new Lost(end + 1, last, there ? Gap.Reason.DAMAGED : Gap.Reason.MISSING));
			end = last;
		}
		for (Lost range : this.lost) {
			this.directory.recordGap(range.first(), range.last(), range.reason(), segment + ": " + why);
		}
		replace(segment, there, why);
		return end;
	}

	private long collect(SegmentReader reader, Segment segment, long last) throws IOException {
		long limit = reader.fileSize();
		long expected = segment.first();
		while (last == 0 || expected <= last) {
			SegmentReader.Look look = reader.look(expected, limit);
			if (look == SegmentReader.Look.FRAME) {
				expected = copyRun(reader, expected, last, limit);
				continue;
			}
			if (look == SegmentReader.Look.END) {
				break;
			}
			long broken = reader.offset();
			long highest = (last > 0) ? last : expected + (limit - broken) / Frame.HEADER_BYTES;
			long found = reader.searchFrame(expected - 1, highest, limit);
			if (found == 0) {
				reader.seek(broken);
				if (last == 0 && isLost(reader, look, expected, limit)) {
					long highestLost = reader.highestTrace(broken, expected, limit);
					this.lost.add(new Lost(expected, highestLost, Gap.Reason.DAMAGED));
					expected = highestLost + 1;
				}
				break;
			}
			if (found > expected) {
				this.lost.add(new Lost(expected, found - 1, Gap.Reason.DAMAGED));
			}
			expected = found;
		}
		return expected - 1;
	}

	/** Tells damage at the very end from a write that was never finished. */
	private static boolean isLost(SegmentReader reader, SegmentReader.Look look, long expected, long limit)
			throws IOException {
		return (look == SegmentReader.Look.UNFINISHED) ? reader.isWholeButForLength(expected, limit)
				: !reader.isZeroFrom(reader.offset(), limit);
	}

	private long copyRun(SegmentReader reader, long first, long last, long limit) throws IOException {
		Path name = Segment.file(this.directory.path(), first);
		Path temporary = name.resolveSibling(name.getFileName() + SpoolDirectory.SALVAGE);
		Files.deleteIfExists(temporary);
		long expected = first;
		try (SegmentWriter writer = SegmentWriter.create(this.directory.disk(), this.directory.path(), temporary,
				this.directory.epoch(), first, this.staging)) {
			while ((last == 0 || expected <= last) && reader.look(expected, limit) == SegmentReader.Look.FRAME) {
				writer.append(expected, reader.acceptedAtMillis(), reader.kind(), reader.payload());
				reader.pass();
				expected++;
			}
			writer.flush();
			writer.force();
			this.runs.add(new Run(new Segment(first, name, writer.size()), temporary));
		}
		return expected;
	}

	/**
	 * Puts the runs in place, the last one first: until its own name is taken over, the
	 * damaged segment is there in full, and a name behind it only ends its range.
	 */
	private void replace(Segment segment, boolean there, String why) throws IOException {
		Path aside = SpoolDirectory.quarantineName(segment.file());
		if (there) {
			link(segment.file(), aside);
		}
		boolean replaced = false;
		for (Run run : this.runs.reversed()) {
			Files.move(run.temporary(), run.segment().file(), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
			replaced |= run.segment().first() == segment.first();
		}
		if (!replaced) {
			Files.deleteIfExists(segment.file());
		}
		this.directory.disk().syncDirectory(this.directory.path());
		for (Run run : this.runs.reversed()) {
			this.directory.add(run.segment());
		}
		this.directory.remove(segment);
		if (there) {
			this.directory.measureQuarantine();
			this.directory.listener().quarantined(aside, why);
		}
	}

	private static void link(Path file, Path aside) throws IOException {
		try {
			Files.createLink(aside, file);
		}
		catch (UnsupportedOperationException ex) {
			Files.copy(file, aside);
		}
	}

	/** Consecutive whole frames, copied. */
	private record Run(Segment segment, Path temporary) {
	}

	/** Sequences of which no whole frame was found. */
	private record Lost(long first, long last, Gap.Reason reason) {
	}

}

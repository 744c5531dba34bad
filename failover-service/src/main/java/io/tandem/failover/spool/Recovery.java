package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Brings a directory back into order before anything is read or written: names its epoch,
 * and looks through its last segment, the only one that can have been written to when the
 * process ended. Needs no more memory for a large spool than for a small one.
 */
final class Recovery {

	private Recovery() {
	}

	/**
	 * Returns the directory's epoch. A spool whose epoch file is gone can no longer say
	 * who its records are: they are put aside and a new epoch begins.
	 */
	static String epoch(Path directory, Disk disk, SpoolListener listener, InstantSource clock) throws IOException {
		for (String leftover : new String[] { "*.new", "*" + SpoolDirectory.SALVAGE }) {
			for (Path file : SpoolDirectory.list(directory, leftover)) {
				Files.delete(file);
			}
		}
		String epoch = Epoch.read(directory);
		if (epoch != null) {
			return epoch;
		}
		long first = Long.MAX_VALUE;
		long last = 0;
		for (Path file : SpoolDirectory.segmentFiles(directory)) {
			Long name = Segment.firstOf(file);
			if (name != null) {
				first = Math.min(first, name);
				last = Math.max(last, name);
			}
			putAside(file, listener);
		}
		for (Path file : SpoolDirectory.list(directory, Cursor.PREFIX + "*")) {
			if (!file.toString().endsWith(SpoolDirectory.QUARANTINED)) {
				putAside(file, listener);
			}
		}
		if (Files.exists(directory.resolve(Epoch.FILE))) {
			putAside(directory.resolve(Epoch.FILE), listener);
		}
		if (last > 0) {
			Gap gap = new Gap("unknown", first, last, Gap.Reason.EPOCH_LOST,
					"segments put aside; the last one begins with " + last, clock.instant());
			new GapLog(directory, disk).record(gap);
			listener.gapRecorded(gap);
		}
		return Epoch.create(directory, clock.instant(), disk);
	}

	private static void putAside(Path file, SpoolListener listener) throws IOException {
		Path aside = SpoolDirectory.quarantineName(file);
		Files.move(file, aside);
		listener.quarantined(aside, "the epoch file is missing or damaged");
	}

	/**
	 * Repairs the last segment and makes it durable, since a process that was killed may
	 * have left whole frames in the page cache that no fsync has covered.
	 * @param delivered the highest sequence any reader has passed: never numbered again,
	 * even if the record is gone
	 * @return the last sequence in use, 0 if none
	 */
	static long lastSequence(SpoolDirectory directory, int maxPayload, long delivered) throws IOException {
		Segment newest = directory.newest();
		long last = 0;
		if (newest != null) {
			// without a record, a segment's name still says how far numbering has come
			last = (newest.size() <= SegmentHeader.BYTES) ? newest.first() - 1 : repair(directory, newest, maxPayload);
		}
		// what was lost at the very end left no trace but its gap
		last = Math.max(last, directory.gaps().highest(directory.epoch()));
		if (delivered > last) {
			directory.recordGap(last + 1, delivered, Gap.Reason.MISSING,
					"a reader has passed " + delivered + ", but the records end with " + last);
			last = delivered;
		}
		return last;
	}

	private static long repair(SpoolDirectory directory, Segment segment, int maxPayload) throws IOException {
		long expected = segment.first();
		long whole;
		String fault;
		try (SegmentReader reader = SegmentReader.open(segment.file(), directory.epoch(), segment.first(),
				maxPayload)) {
			fault = reader.headerFault(directory.epoch(), segment.first());
			SegmentReader.Look look;
			while ((look = reader.look(expected, segment.size())) == SegmentReader.Look.FRAME) {
				reader.pass();
				expected++;
			}
			whole = reader.offset();
			if (fault.isEmpty() && look != SegmentReader.Look.END
					&& !isTorn(reader, look, expected, whole, segment.size())) {
				fault = "damaged at byte " + whole + ", sequence " + expected;
			}
		}
		if (!fault.isEmpty()) {
			return new Salvage(directory, maxPayload).salvage(segment, 0, fault);
		}
		try (Disk.SegmentFile file = directory.disk().open(segment.file())) {
			if (whole < segment.size()) {
				file.truncate(whole);
				directory.listener().tailCut(segment.file(), segment.size() - whole);
			}
			file.force();
		}
		segment.size(whole);
		return expected - 1;
	}

	/**
	 * A torn tail is the beginning of a frame and then the end of the file, or zeros, and
	 * no whole frame behind. Anything else was written, so it is damage; a flipped bit in
	 * the last frame's length must not pass for a frame that was never finished.
	 */
	static boolean isTorn(SegmentReader reader, SegmentReader.Look look, long expected, long offset, long limit)
			throws IOException {
		if (look == SegmentReader.Look.UNFINISHED && reader.isWholeButForLength(expected, limit)) {
			return false;
		}
		long highest = expected + (limit - offset) / Frame.HEADER_BYTES;
		if (reader.searchFrame(expected - 1, highest, limit) != 0) {
			return false;
		}
		return look == SegmentReader.Look.UNFINISHED || reader.isZeroFrom(offset, limit);
	}

}

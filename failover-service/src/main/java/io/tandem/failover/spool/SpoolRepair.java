package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Does at once what a spool does when it meets damage: takes what is whole out of each
 * damaged segment, puts the damaged file aside and records the rest as a gap. Drops
 * nothing. Confined to one thread.
 */
final class SpoolRepair {

	private static final int MAX_PAYLOAD = 64 << 20;

	private SpoolRepair() {
	}

	/**
	 * Repairs a directory that nobody has open.
	 * @throws SpoolLockedException if somebody has
	 */
	static void repair(Path path, InstantSource clock, SpoolListener listener) throws IOException {
		Disk disk = new LocalDisk();
		try (DirectoryLock lock = DirectoryLock.take(path)) {
			String epoch = Recovery.epoch(path, disk, listener, clock);
			SpoolDirectory directory = new SpoolDirectory(path, epoch, disk, new GapLog(path, disk), listener, clock);
			for (Path file : SpoolDirectory.list(path, Cursor.PREFIX + "*")) {
				if (!Cursor.readerOf(file).contains(".") && Cursor.parse(Files.readAllBytes(file)) == null) {
					putAside(file, listener);
				}
			}
			Recovery.lastSequence(directory, MAX_PAYLOAD, new Cursors(path, epoch, listener).highest());
			List<Segment> segments = new ArrayList<>(directory.segments());
			for (Segment segment : segments) {
				Segment next = directory.after(segment);
				if (next == null) {
					break;
				}
				SegmentCheck check = SegmentCheck.of(segment.file(), epoch, segment.first(), next.first(), true,
						directory.gaps().newest(GapLog.MAX_GAPS), false);
				if (check.isDamaged()) {
					new Salvage(directory, MAX_PAYLOAD).salvage(segment, next.first() - 1, check.damage());
				}
			}
		}
	}

	private static void putAside(Path file, SpoolListener listener) throws IOException {
		Path aside = SpoolDirectory.quarantineName(file);
		Files.move(file, aside);
		listener.cursorLost(Cursor.readerOf(file), "its file is damaged");
		listener.quarantined(aside, "the cursor is damaged");
	}

}

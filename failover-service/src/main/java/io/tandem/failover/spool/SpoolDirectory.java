package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one spool: its segments in order, and what was put aside. Reading is
 * thread-safe; only one thread, first the opening one and then the committer, changes it.
 */
final class SpoolDirectory {

	static final String QUARANTINED = ".quarantined";

	static final String SALVAGE = ".salvage";

	private final Path path;

	private final String epoch;

	private final Disk disk;

	private final SpoolListener listener;

	private final InstantSource clock;

	private final GapLog gaps;

	private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

	private volatile long quarantinedBytes;

	SpoolDirectory(Path path, String epoch, Disk disk, GapLog gaps, SpoolListener listener, InstantSource clock)
			throws IOException {
		this.path = path;
		this.epoch = epoch;
		this.disk = disk;
		this.gaps = gaps;
		this.listener = listener;
		this.clock = clock;
		for (Path file : segmentFiles(path)) {
			Long first = Segment.firstOf(file);
			if (first != null) {
				add(new Segment(first, file, Files.size(file)));
			}
		}
		measureQuarantine();
	}

	/** Returns the segment files of a directory, in no order. */
	static List<Path> segmentFiles(Path directory) throws IOException {
		return list(directory, "*.segment").stream().filter((file) -> Segment.firstOf(file) != null).toList();
	}

	static List<Path> list(Path directory, String glob) throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
			stream.forEach(files::add);
		}
		return files;
	}

	Path path() {
		return this.path;
	}

	String epoch() {
		return this.epoch;
	}

	Disk disk() {
		return this.disk;
	}

	SpoolListener listener() {
		return this.listener;
	}

	GapLog gaps() {
		return this.gaps;
	}

	Instant now() {
		return this.clock.instant();
	}

	Collection<Segment> segments() {
		return this.segments.values();
	}

	@Nullable Segment oldest() {
		return valueOf(this.segments.firstEntry());
	}

	@Nullable Segment newest() {
		return valueOf(this.segments.lastEntry());
	}

	/** Returns the segment that holds the sequence if any does. */
	@Nullable Segment holding(long sequence) {
		return valueOf(this.segments.floorEntry(sequence));
	}

	@Nullable Segment after(Segment segment) {
		return valueOf(this.segments.higherEntry(segment.first()));
	}

	boolean contains(Segment segment) {
		return this.segments.get(segment.first()) == segment;
	}

	private static @Nullable Segment valueOf(Map.@Nullable Entry<Long, Segment> entry) {
		return (entry != null) ? entry.getValue() : null;
	}

	void add(Segment segment) {
		this.segments.put(segment.first(), segment);
	}

	void remove(Segment segment) {
		this.segments.remove(segment.first(), segment);
	}

	long segmentBytes() {
		long bytes = 0;
		for (Segment segment : this.segments.values()) {
			bytes += segment.size();
		}
		return bytes;
	}

	long quarantinedBytes() {
		return this.quarantinedBytes;
	}

	/** Returns the files put aside, oldest first. */
	List<Path> quarantined() throws IOException {
		List<Path> files = new ArrayList<>(list(this.path, "*" + QUARANTINED));
		files.sort(Comparator.comparing((file) -> file.toFile().lastModified()));
		return files;
	}

	void measureQuarantine() throws IOException {
		long bytes = 0;
		for (Path file : list(this.path, "*" + QUARANTINED)) {
			bytes += sizeOf(file);
		}
		this.quarantinedBytes = bytes;
	}

	/** Returns a name that is free for a file to be put aside under. */
	static Path quarantineName(Path file) {
		Path name = file.resolveSibling(file.getFileName() + QUARANTINED);
		for (int i = 2; Files.exists(name); i++) {
			name = file.resolveSibling(file.getFileName() + "." + i + QUARANTINED);
		}
		return name;
	}

	void recordGap(long first, long last, Gap.Reason reason, String detail) throws IOException {
		Gap gap = new Gap(this.epoch, first, last, reason, detail, now());
		this.gaps.record(gap);
		this.listener.gapRecorded(gap);
	}

	static long sizeOf(Path file) throws IOException {
		try {
			return Files.size(file);
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
	}

}

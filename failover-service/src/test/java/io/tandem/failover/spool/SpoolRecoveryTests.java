package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every truncation and every flipped byte: what is read afterwards is what was written,
 * and what cannot be read is cut off the end or recorded as a gap.
 */
class SpoolRecoveryTests {

	private static final int RECORDS = 8;

	private static final SpoolSettings SETTINGS = SpoolFixture.segmentsOf(1 << 16);

	@TempDir(factory = MemoryDirectory.class)
	Path root;

	@Test
	void aLastSegmentCutAnywhereGivesAllRecordsBeforeTheCut() throws Exception {
		Path original = write(this.root.resolve("original"), SETTINGS);
		byte[] bytes = Files.readAllBytes(original);
		for (int length = 0; length < bytes.length; length++) {
			Path copy = copy(original, "cut" + length);
			Files.write(copy.resolve(original.getFileName()), Arrays.copyOf(bytes, length));
			int whole = wholeFrames(length);
			RecordingListener listener = new RecordingListener();
			try (Spool spool = SpoolFixture.open(copy, SETTINGS, listener)) {
				assertThat(read(spool)).as("cut at %d", length).isEqualTo(range(1, whole));
				assertThat(listener.gaps).isEmpty();
				SpoolFixture.fill(spool, whole + 1, whole + 2);
				assertThat(read(spool)).as("cut at %d", length).isEqualTo(range(1, whole + 2));
			}
			delete(copy);
		}
	}

	@Test
	void aFlippedByteInTheLastSegmentGivesAllOtherRecordsOrACutTail() throws Exception {
		Path original = write(this.root.resolve("original"), SETTINGS);
		byte[] bytes = Files.readAllBytes(original);
		for (int at = 0; at < bytes.length; at++) {
			int mask = new int[] { 0x01, 0x80, 0xff }[at % 3];
			Path copy = copy(original, "flip");
			flip(copy.resolve(original.getFileName()), bytes, at, mask);
			RecordingListener listener = new RecordingListener();
			try (Spool spool = SpoolFixture.open(copy, SETTINGS, listener)) {
				assertExplained(spool, listener, "flip at " + at + " by " + mask, frameAt(at), true);
			}
			delete(copy);
		}
	}

	@Test
	void aFlippedByteInASealedSegmentGivesAllOtherRecordsAndARecordedGap() throws Exception {
		SpoolSettings small = SpoolFixture.segmentsOf(200);
		Path last = write(this.root.resolve("original"), small);
		Path original = last.resolveSibling("00000000000000000001.segment");
		int held = (int) (Segment.firstOf(
				SpoolDirectory.segmentFiles(last.getParent()).stream().sorted().skip(1).findFirst().orElseThrow()) - 1);
		byte[] bytes = Files.readAllBytes(original);
		for (int at = SegmentHeader.BYTES; at < bytes.length; at++) {
			Path copy = copy(original, "sealed");
			flip(copy.resolve(original.getFileName()), bytes, at, 0x10);
			RecordingListener listener = new RecordingListener();
			try (Spool spool = SpoolFixture.open(copy, small, listener)) {
				assertExplained(spool, listener, "flip at " + at, frameAt(at), false);
				assertThat(listener.quarantined).hasSize(1);
			}
			delete(copy);
		}
		for (int length = SegmentHeader.BYTES; length < bytes.length; length++) {
			Path copy = copy(original, "sealed");
			Files.write(copy.resolve(original.getFileName()), Arrays.copyOf(bytes, length));
			RecordingListener listener = new RecordingListener();
			try (Spool spool = SpoolFixture.open(copy, small, listener)) {
				int whole = wholeFrames(length);
				assertThat(read(spool)).isEqualTo(
						LongStream.concat(LongStream.rangeClosed(1, whole), LongStream.rangeClosed(held + 1, RECORDS))
							.boxed()
							.toList());
				assertThat(listener.gaps).singleElement()
					.extracting(Gap::first, Gap::last)
					.containsExactly(whole + 1L, (long) held);
			}
			delete(copy);
		}
	}

	@Test
	void damageThatAppearsWhileTheSegmentIsOpenIsPutAsideAndAppendsGoOn() throws Exception {
		Path directory = this.root.resolve("open");
		RecordingListener listener = new RecordingListener();
		try (Spool spool = SpoolFixture.open(directory, SETTINGS, listener)) {
			SpoolFixture.fill(spool, 1, RECORDS);
			Path segment = directory.resolve("00000000000000000001.segment");
			byte[] bytes = Files.readAllBytes(segment);
			bytes[offsetOf(4) + Frame.HEADER_BYTES]++;
			Files.write(segment, bytes);
			assertThat(read(spool)).isEqualTo(List.of(1L, 2L, 3L, 5L, 6L, 7L, 8L));
			SpoolFixture.fill(spool, RECORDS + 1, RECORDS + 3);
			assertThat(read(spool)).hasSize(RECORDS + 2);
			assertThat(listener.gaps).extracting(Gap::first, Gap::last)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(4L, 4L));
		}
		try (Spool spool = SpoolFixture.open(directory, SETTINGS, listener)) {
			assertThat(read(spool)).hasSize(RECORDS + 2);
			assertThat(spool.gaps(10)).hasSize(1);
		}
		assertThat(listener.gaps).hasSize(1);
	}

	@Test
	void aSegmentThatIsGoneIsAGap() throws Exception {
		SpoolSettings small = SpoolFixture.segmentsOf(200);
		Path last = write(this.root.resolve("original"), small);
		List<Path> files = SpoolDirectory.segmentFiles(last.getParent()).stream().sorted().toList();
		long first = Segment.firstOf(files.get(1));
		long next = Segment.firstOf(files.get(2));
		RecordingListener listener = new RecordingListener();
		try (Spool spool = SpoolFixture.open(last.getParent(), small, listener)) {
			Files.delete(files.get(1));
			assertThat(read(spool)).doesNotContain(first).contains(first - 1, next);
			assertThat(listener.gaps).singleElement()
				.extracting(Gap::first, Gap::last, Gap::reason)
				.containsExactly(first, next - 1, Gap.Reason.MISSING);
		}
	}

	@Test
	void whatAReaderHasPassedIsNeverNumberedAgain() throws Exception {
		Path segment = write(this.root.resolve("original"), SETTINGS);
		Files.write(segment.resolveSibling("cursor-hub"), AtomicFile.seal("7 0 0").getBytes());
		Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), offsetOf(5)));
		RecordingListener listener = new RecordingListener();
		try (Spool spool = SpoolFixture.open(segment.getParent(), SETTINGS, listener)) {
			SpoolFixture.fill(spool, 8, 9);
			assertThat(read(spool)).isEqualTo(List.of(1L, 2L, 3L, 4L, 8L, 9L));
			assertThat(listener.gaps).extracting(Gap::first, Gap::last)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(5L, 7L));
		}
	}

	@Test
	void withoutItsEpochFileTheSpoolIsPutAsideAndANewEpochBegins() throws Exception {
		for (String damage : new String[] { "missing", "empty", "flipped" }) {
			Path segment = write(this.root.resolve(damage), SETTINGS);
			Path directory = segment.getParent();
			Path file = directory.resolve("epoch");
			String epoch = AtomicFile.unseal(Files.readString(file));
			switch (damage) {
				case "missing" -> Files.delete(file);
				case "empty" -> Files.writeString(file, "");
				default -> Files.writeString(file, Files.readString(file).replaceFirst("2", "3"));
			}
			byte[] bytes = Files.readAllBytes(segment);
			RecordingListener listener = new RecordingListener();
			try (Spool spool = SpoolFixture.open(directory, SETTINGS, listener)) {
				assertThat(spool.epoch()).isNotEqualTo(epoch);
				assertThat(listener.gaps).singleElement().extracting(Gap::reason).isEqualTo(Gap.Reason.EPOCH_LOST);
				assertThat(segment.resolveSibling(segment.getFileName() + ".quarantined")).hasBinaryContent(bytes);
				SpoolFixture.fill(spool, 1, 3);
				assertThat(read(spool)).isEqualTo(range(1, 3));
			}
		}
	}

	@Test
	void aForeignSegmentIsNotRead() throws Exception {
		Path foreign = write(this.root.resolve("foreign"), SETTINGS);
		Path directory = this.root.resolve("own");
		SpoolFixture.open(directory, SETTINGS, SpoolListener.NONE).close();
		Files.copy(foreign, directory.resolve(foreign.getFileName()));
		RecordingListener listener = new RecordingListener();
		try (Spool spool = SpoolFixture.open(directory, SETTINGS, listener)) {
			assertThat(read(spool)).isEmpty();
			assertThat(listener.quarantined).hasSize(1);
		}
	}

	@Test
	void aSegmentOfAnotherVersionIsLeftAsItIs() throws Exception {
		Path segment = write(this.root.resolve("version"), SETTINGS);
		byte[] bytes = Files.readAllBytes(segment);
		bytes[Long.BYTES + 3] = 2;
		CRC32C crc = new CRC32C();
		crc.update(bytes, 0, SegmentHeader.BYTES - Integer.BYTES);
		ByteBuffer.wrap(bytes).putInt(SegmentHeader.BYTES - Integer.BYTES, (int) crc.getValue());
		Files.write(segment, bytes);
		assertThatIOException().isThrownBy(() -> SpoolFixture.open(segment.getParent(), SETTINGS, SpoolListener.NONE))
			.withMessageContaining("version=2 known=1");
		assertThat(segment).hasBinaryContent(bytes);
	}

	@Test
	void zerosBehindTheLastRecordAreATornTail() throws Exception {
		Path segment = write(this.root.resolve("zeros"), SETTINGS);
		byte[] bytes = Files.readAllBytes(segment);
		Files.write(segment, Arrays.copyOf(bytes, bytes.length + 4096));
		RecordingListener listener = new RecordingListener();
		try (Spool spool = SpoolFixture.open(segment.getParent(), SETTINGS, listener)) {
			assertThat(read(spool)).isEqualTo(range(1, RECORDS));
			assertThat(listener.cuts).containsExactly(4096L);
			assertThat(listener.gaps).isEmpty();
			SpoolFixture.fill(spool, RECORDS + 1, RECORDS + 1);
		}
	}

	/**
	 * All records but the damaged one are there, and it is in the gap; or, in the last
	 * segment, it was the last one and is gone as if never finished.
	 */
	private static void assertExplained(Spool spool, RecordingListener listener, String what, int damaged,
			boolean mayBeCut) throws IOException {
		List<Long> read = read(spool);
		if (damaged == 0) {
			assertThat(read).as(what).isEqualTo(range(1, RECORDS));
			assertThat(listener.gaps).as(what).isEmpty();
			return;
		}
		List<Long> others = LongStream.rangeClosed(1, RECORDS).filter((i) -> i != damaged).boxed().toList();
		assertThat(read).as(what).isEqualTo(others);
		if (mayBeCut && listener.gaps.isEmpty()) {
			assertThat(damaged).as(what).isEqualTo(RECORDS);
			assertThat(listener.cuts).as(what).hasSize(1);
			assertThat(spool.durable()).as(what).isEqualTo(RECORDS - 1);
			return;
		}
		assertThat(listener.gaps).as(what)
			.singleElement()
			.extracting(Gap::first, Gap::last, Gap::reason)
			.containsExactly((long) damaged, (long) damaged, Gap.Reason.DAMAGED);
		assertThat(spool.durable()).as(what).isEqualTo(RECORDS);
	}

	private static Path write(Path directory, SpoolSettings settings) throws IOException {
		try (Spool spool = SpoolFixture.open(directory, settings, SpoolListener.NONE)) {
			SpoolFixture.fill(spool, 1, RECORDS);
		}
		return SpoolDirectory.segmentFiles(directory).stream().sorted().toList().getLast();
	}

	/** Returns the sequences read, having compared each payload. */
	private static List<Long> read(Spool spool) throws IOException {
		List<SpoolRecord> records = SpoolFixture.readAll(spool, 0);
		for (SpoolRecord record : records) {
			assertThat(SpoolFixture.text(record)).isEqualTo(SpoolFixture.payload(record.sequence()));
		}
		return SpoolFixture.sequences(records);
	}

	private static List<Long> range(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toList();
	}

	private static int offsetOf(int sequence) {
		int offset = SegmentHeader.BYTES;
		for (int i = 1; i < sequence; i++) {
			offset += (int) Frame.bytesOf(SpoolFixture.payload(i).length());
		}
		return offset;
	}

	private static int wholeFrames(int length) {
		int whole = 0;
		while (whole < RECORDS && offsetOf(whole + 2) <= length) {
			whole++;
		}
		return whole;
	}

	/** Returns the sequence whose frame holds the byte; 0 for the segment's header. */
	private static int frameAt(int offset) {
		return (offset < SegmentHeader.BYTES) ? 0 : wholeFrames(offset) + 1;
	}

	private static void flip(Path file, byte[] original, int at, int mask) throws IOException {
		byte[] bytes = original.clone();
		bytes[at] ^= (byte) mask;
		Files.write(file, bytes);
	}

	private Path copy(Path segment, String name) throws IOException {
		Path copy = Files.createDirectory(this.root.resolve(name));
		for (Path file : SpoolDirectory.list(segment.getParent(), "*")) {
			Files.copy(file, copy.resolve(file.getFileName()));
		}
		return copy;
	}

	private static void delete(Path directory) throws IOException {
		try (var files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}

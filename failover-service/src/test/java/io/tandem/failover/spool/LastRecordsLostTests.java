package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to the very last records, where nothing behind them tells that they were. */
class LastRecordsLostTests {

	private static final SpoolSettings SETTINGS = SpoolFixture.segmentsOf(1 << 16);

	private static final int RECORDS = 5;

	@TempDir(factory = MemoryDirectory.class)
	Path directory;

	@BeforeEach
	void fill() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SETTINGS, SpoolListener.NONE)) {
			SpoolFixture.fill(spool, 1, RECORDS);
		}
	}

	@Test
	void theirSequencesAreNotUsedAgainEvenIfTheSpoolIsOpenedTwiceBeforeTheNextAppend() throws Exception {
		flip(5, Frame.HEADER_BYTES, 1);
		for (int opened = 0; opened < 3; opened++) {
			try (Spool spool = SpoolFixture.open(this.directory, SETTINGS, SpoolListener.NONE)) {
				assertThat(spool.durable()).isEqualTo(5);
				assertThat(spool.gaps(10)).singleElement().extracting(Gap::first, Gap::last).containsExactly(5L, 5L);
			}
		}
		assertThatTheNextGets(6);
	}

	@Test
	void twoOfThemAreBothNamed() throws Exception {
		flip(4, Frame.HEADER_BYTES, 1);
		flip(5, Frame.HEADER_BYTES, 1);
		try (Spool spool = SpoolFixture.open(this.directory, SETTINGS, SpoolListener.NONE)) {
			assertThat(spool.gaps(10)).singleElement().extracting(Gap::first, Gap::last).containsExactly(4L, 5L);
		}
		assertThatTheNextGets(6);
	}

	@Test
	void aFlippedBitInTheLengthDoesNotPassForAnUnfinishedWrite() throws Exception {
		for (int bit = 0; bit < 20; bit++) {
			flip(5, Frame.LENGTH_OFFSET + 3 - bit / 8, 1 << (bit % 8));
			try (SegmentReader reader = SegmentReader.open(segment(), epoch(), 1, SETTINGS.maxRecordBytes())) {
				reader.seek(offsetOf(5));
				SegmentReader.Look look = reader.look(5, reader.fileSize());
				assertThat(Recovery.isTorn(reader, look, 5, offsetOf(5), reader.fileSize())).as("bit %d", bit)
					.isFalse();
			}
			flip(5, Frame.LENGTH_OFFSET + 3 - bit / 8, 1 << (bit % 8));
		}
		flip(5, Frame.LENGTH_OFFSET + 2, 1);
		assertThatTheNextGets(6);
	}

	private void assertThatTheNextGets(long sequence) throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SETTINGS, SpoolListener.NONE)) {
			assertThat(SpoolFixture.append(spool, "new")).isEqualTo(new AppendOutcome.Appended(sequence));
		}
	}

	private void flip(int sequence, int offset, int mask) throws Exception {
		try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
			file.seek(offsetOf(sequence) + offset);
			int old = file.read();
			file.seek(offsetOf(sequence) + offset);
			file.write(old ^ mask);
		}
	}

	private static long offsetOf(int sequence) {
		long offset = SegmentHeader.BYTES;
		for (int i = 1; i < sequence; i++) {
			offset += Frame.bytesOf(SpoolFixture.payload(i).length());
		}
		return offset;
	}

	private Path segment() {
		return this.directory.resolve("00000000000000000001.segment");
	}

	private String epoch() throws Exception {
		String epoch = Epoch.read(this.directory);
		if (epoch == null) {
			throw new AssertionError();
		}
		return epoch;
	}

}

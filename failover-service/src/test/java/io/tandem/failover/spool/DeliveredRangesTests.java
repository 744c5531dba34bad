package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveredRangesTests {

	private final List<String> forgotten = new ArrayList<>();

	private final SpoolListener listener = new SpoolListener() {
		@Override
		public void rangesForgotten(String reader, String why) {
			DeliveredRangesTests.this.forgotten.add(reader + ": " + why);
		}
	};

	@TempDir
	Path directory;

	@Test
	void islandsGrowTogetherAndTheCursorTakesThemOver() throws Exception {
		DeliveredRanges ranges = open("e");
		mark(ranges, 5, 7);
		mark(ranges, 10, 12);
		assertThat(ranges.lowWatermark()).isZero();
		assertThat(ranges.islands()).isEqualTo(2);
		assertThat(ranges.undelivered(12)).isEqualTo(6);
		assertThat(ranges.undelivered(11)).isEqualTo(6);
		mark(ranges, 8, 9);
		assertThat(ranges.islands()).isEqualTo(1);
		mark(ranges, 1, 4);
		assertThat(ranges.islands()).isZero();
		assertThat(ranges.position()).isEqualTo(end(12));
		assertThat(ranges.undelivered(15)).isEqualTo(3);
		mark(ranges, 3, 5);
		assertThat(ranges.lowWatermark()).isEqualTo(12);
	}

	@Test
	void holesAreNamedWithThePositionThatReadsOnBehindAnIsland() throws Exception {
		DeliveredRanges ranges = open("e");
		mark(ranges, 1, 2);
		mark(ranges, 5, 7);
		assertThat(ranges.nextUndelivered(0, 20)).isEqualTo(new DeliveredRanges.Hole(end(2), 4));
		assertThat(ranges.nextUndelivered(0, 3)).isEqualTo(new DeliveredRanges.Hole(end(2), 3));
		assertThat(ranges.nextUndelivered(3, 20)).isEqualTo(new DeliveredRanges.Hole(Position.after(3), 4));
		assertThat(ranges.nextUndelivered(4, 20)).isEqualTo(new DeliveredRanges.Hole(end(7), 20));
		assertThat(ranges.nextUndelivered(6, 20)).isEqualTo(new DeliveredRanges.Hole(end(7), 20));
		assertThat(ranges.nextUndelivered(4, 7)).isNull();
		assertThat(ranges.nextUndelivered(20, 20)).isNull();
	}

	@Test
	void anyOrderOfMarksCountsLikeASetOfSequences() throws Exception {
		long seed = Long.getLong("seed", 20261124);
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			DeliveredRanges ranges = open("e" + round);
			BitSet model = new BitSet();
			for (int i = 0; i < 40; i++) {
				int first = 1 + random.nextInt(120);
				int last = first + random.nextInt(6);
				mark(ranges, first, last);
				model.set(first, last + 1);
				int low = model.nextClearBit(1) - 1;
				assertThat(ranges.lowWatermark()).as("seed %d", seed).isEqualTo(low);
				assertThat(ranges.highest()).isEqualTo(model.length() - 1);
				assertThat(ranges.undelivered(130)).isEqualTo(130 - model.cardinality());
				int after = random.nextInt(130);
				DeliveredRanges.@Nullable Hole hole = ranges.nextUndelivered(after, 130);
				int expected = model.nextClearBit(after + 1);
				assertThat((hole != null) ? hole.first() : 131).isEqualTo(expected);
				if (hole != null) {
					int set = model.nextSetBit(expected);
					assertThat(hole.last()).isEqualTo((set > 0) ? Math.min(130, set - 1) : 130);
				}
			}
		}
	}

	@Test
	void survivesARestart() throws Exception {
		DeliveredRanges ranges = open("e");
		mark(ranges, 1, 3);
		mark(ranges, 6, 9);
		ranges.persist();
		DeliveredRanges again = open("e");
		assertThat(again.nextUndelivered(0, 20)).isEqualTo(new DeliveredRanges.Hole(end(3), 5));
		assertThat(again.nextUndelivered(5, 20)).isEqualTo(new DeliveredRanges.Hole(end(9), 20));
		mark(again, 4, 5);
		again.persist();
		assertThat(open("e").lowWatermark()).isEqualTo(9);
		assertThat(this.forgotten).isEmpty();
	}

	@Test
	void aKillBetweenTheTwoFilesNeverTakesAnUndeliveredRecordForDelivered() throws Exception {
		DeliveredRanges ranges = open("e");
		mark(ranges, 6, 9);
		ranges.persist();
		byte[] islands = Files.readAllBytes(file());
		mark(ranges, 1, 5);
		mark(ranges, 20, 21);
		ranges.persist();
		byte[] later = Files.readAllBytes(file());
		Files.write(file(), islands);
		DeliveredRanges cursorOnly = open("e");
		assertThat(cursorOnly.lowWatermark()).isEqualTo(9);
		assertThat(cursorOnly.undelivered(21)).isEqualTo(12);
		Files.write(file(), later);
		Files.delete(this.directory.resolve("cursor-hub"));
		DeliveredRanges islandsOnly = open("e");
		assertThat(islandsOnly.undelivered(21)).isEqualTo(19);
	}

	@Test
	void aDamagedFileOrOneOfAnotherEpochOnlyMeansThatRecordsAreDeliveredAgain() throws Exception {
		DeliveredRanges ranges = open("e");
		mark(ranges, 1, 3);
		mark(ranges, 6, 9);
		ranges.persist();
		assertThat(open("other").islands()).isZero();
		byte[] bytes = Files.readAllBytes(file());
		bytes[5] ^= 1;
		Files.write(file(), bytes);
		DeliveredRanges damaged = open("e");
		assertThat(damaged.lowWatermark()).isEqualTo(3);
		assertThat(damaged.undelivered(9)).isEqualTo(6);
		assertThat(this.forgotten).hasSize(2).allMatch((line) -> line.startsWith("hub: "));
	}

	@Test
	void beyondItsBoundTheSmallestIslandIsForgottenButNeverTheHighest() throws Exception {
		DeliveredRanges ranges = new DeliveredRanges(cursor(), new RangesFile(file(), "e"), this.listener, 3);
		mark(ranges, 10, 12);
		mark(ranges, 20, 21);
		mark(ranges, 30, 35);
		mark(ranges, 40, 40);
		assertThat(ranges.islands()).isEqualTo(3);
		assertThat(ranges.nextUndelivered(12, 50)).isEqualTo(new DeliveredRanges.Hole(end(12), 29));
		assertThat(ranges.highest()).isEqualTo(40);
		assertThat(this.forgotten).containsExactly("hub: more than 3 ranges");
	}

	@Test
	void aSequenceThatWasDeliveredIsNotGivenAgainEvenIfItsRecordIsGone() throws Exception {
		try (Spool spool = spool()) {
			SpoolFixture.fill(spool, 1, 8);
			spool.deliveredBy("hub").mark(5, Position.after(8));
		}
		try (var files = Files.newDirectoryStream(this.directory, "*.segment")) {
			for (Path segment : files) {
				Files.write(segment, new byte[0]);
			}
		}
		try (Spool spool = spool()) {
			assertThat(SpoolFixture.append(spool, "next")).isEqualTo(new AppendOutcome.Appended(9));
		}
	}

	@Test
	void theBacklogOfASpoolLeavesOutWhatIsDeliveredBeyondTheCursor() throws Exception {
		try (Spool spool = spool()) {
			SpoolFixture.fill(spool, 1, 10);
			DeliveredRanges ranges = spool.deliveredBy("hub");
			ranges.mark(6, Position.after(10));
			assertThat(spool.delivered()).isZero();
			assertThat(spool.status().backlogRecords()).isEqualTo(5);
			long all = spool.status().bytes() - SegmentHeader.BYTES;
			assertThat(spool.status().backlogBytes()).isBetween(all / 2 - 20, all / 2 + 20);
			assertThat(spool.newest().sequence()).isEqualTo(9);
			ranges.mark(1, Position.after(5));
			assertThat(spool.delivered()).isEqualTo(10);
			assertThat(spool.status().backlogRecords()).isZero();
			assertThat(spool.status().backlogBytes()).isZero();
		}
	}

	private Spool spool() throws IOException {
		return SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(1 << 20), this.listener);
	}

	private DeliveredRanges open(String epoch) throws IOException {
		return DeliveredRanges.open(cursor(), new RangesFile(file(), epoch), this.listener);
	}

	private Cursor cursor() throws IOException {
		return Cursor.open(this.directory.resolve("cursor-hub"), this.listener);
	}

	private Path file() {
		return this.directory.resolve("delivered-hub");
	}

	private static void mark(DeliveredRanges ranges, long first, long last) {
		ranges.mark(first, end(last));
	}

	private static Position end(long last) {
		return new Position(last, 1, 100 * last);
	}

}

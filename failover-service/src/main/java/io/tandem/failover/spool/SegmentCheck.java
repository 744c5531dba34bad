package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a segment file holds, seen from outside. Immutable.
 *
 * @param first the first sequence, by its name
 * @param last the last sequence it must hold or, for the newest segment, does hold;
 * {@code first - 1} if none
 * @param firstAtMillis when the first record was accepted; -1 if it cannot be read
 * @param damage what is wrong; empty if nothing is
 * @param note what else there is to say; may be empty
 */
record SegmentCheck(Path file, long first, long last, long bytes, long firstAtMillis, String damage, String note) {

	private static final int MAX_PAYLOAD = 64 << 20;

	/**
	 * Checks a segment.
	 * @param next the first sequence of the segment behind it; null if it is the newest
	 * @param readAll whether every record is read; of the newest segment each always is,
	 * as nothing else says where it ends
	 * @param gaps ranges known to be lost, which are no damage
	 * @param inUse whether the newest segment may be growing
	 */
	static SegmentCheck of(Path file, String epoch, long first, @Nullable Long next, boolean readAll, List<Gap> gaps,
			boolean inUse) throws IOException {
		try (SegmentReader reader = SegmentReader.open(file, epoch, first, MAX_PAYLOAD)) {
			long size = reader.fileSize();
			if (size < SegmentHeader.BYTES) {
				return new SegmentCheck(file, first, (next != null) ? next - 1 : first - 1, size, -1,
						(next != null) ? "header is short" : "", "holds no record");
			}
			String header = reader.headerFault(epoch, first);
			long sequence = first;
			long firstAt = -1;
			SegmentReader.Look look = SegmentReader.Look.END;
			while ((next == null || sequence < next)
					&& (look = reader.look(sequence, size)) == SegmentReader.Look.FRAME) {
				firstAt = (firstAt < 0) ? reader.acceptedAtMillis() : firstAt;
				if (!readAll && next != null) {
					return new SegmentCheck(file, first, next - 1, size, firstAt, header, "not read");
				}
				reader.pass();
				sequence++;
			}
			if (next != null) {
				return sealed(file, epoch, first, next, size, firstAt, header, sequence, reader.offset(), gaps);
			}
			return newest(reader, look, file, first, sequence, size, firstAt, header, inUse);
		}
	}

	private static SegmentCheck sealed(Path file, String epoch, long first, long next, long size, long firstAt,
			String header, long sequence, long offset, List<Gap> gaps) {
		String damage = header;
		String note = "";
		if (sequence < next) {
			long missing = sequence;
			boolean named = gaps.stream()
				.anyMatch((gap) -> gap.epoch().equals(epoch) && gap.first() <= missing && gap.last() >= next - 1);
			if (named) {
				note = "ends before " + sequence + ", as a gap says";
			}
			else {
				damage = "damaged at byte " + offset + ": " + sequence + "-" + (next - 1) + " not readable from there";
			}
		}
		return new SegmentCheck(file, first, next - 1, size, firstAt, damage, note);
	}

	private static SegmentCheck newest(SegmentReader reader, SegmentReader.Look look, Path file, long first,
			long sequence, long size, long firstAt, String header, boolean inUse) throws IOException {
		String damage = header;
		String note = "";
		long end = reader.offset();
		if (look != SegmentReader.Look.END) {
			if (inUse) {
				note = "the end is being written";
			}
			else if (Recovery.isTorn(reader, look, sequence, end, size)) {
				note = (size - end) + " bytes of an unfinished record at the end, cut off at the next start";
			}
			else {
				damage = "damaged at byte " + end + ", sequence " + sequence;
			}
		}
		return new SegmentCheck(file, first, sequence - 1, size, firstAt, damage, note);
	}

	boolean isDamaged() {
		return !this.damage.isEmpty();
	}

}

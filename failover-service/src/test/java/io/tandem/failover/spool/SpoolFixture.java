package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Small spools and their content. */
final class SpoolFixture {

	static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

	static final InstantSource CLOCK = InstantSource.fixed(NOW);

	private SpoolFixture() {
	}

	/** Segments of so many bytes, everything else wide open. */
	static SpoolSettings segmentsOf(int bytes) {
		return new SpoolSettings(bytes, 1L << 30, 0, 1L << 30, Math.min(bytes, 1 << 20), Duration.ofHours(24),
				1L << 30);
	}

	static Spool open(Path directory, SpoolSettings settings, SpoolListener listener) throws IOException {
		return open(directory, settings, listener, new FaultyDisk());
	}

	static Spool open(Path directory, SpoolSettings settings, SpoolListener listener, Disk disk) throws IOException {
		return Spool.open(directory, settings, CLOCK, listener, disk);
	}

	static AppendOutcome append(Spool spool, String payload) {
		return spool.append((byte) 1, NOW.toEpochMilli(), payload.getBytes(StandardCharsets.UTF_8)).join();
	}

	static void fill(Spool spool, int first, int last) {
		for (int i = first; i <= last; i++) {
			AppendOutcome outcome = append(spool, payload(i));
			if (!outcome.equals(new AppendOutcome.Appended(i))) {
				throw new AssertionError("record " + i + ": " + outcome);
			}
		}
	}

	static String payload(long sequence) {
		return "record " + sequence + " " + "x".repeat((int) (sequence % 7));
	}

	/** Returns all that can be read from the position on, over gaps. */
	static List<SpoolRecord> readAll(Spool spool, long after) throws IOException {
		List<SpoolRecord> all = new ArrayList<>();
		try (SpoolReader reader = spool.reader(Position.after(after))) {
			for (List<SpoolRecord> records = reader.read(3, 40); !records.isEmpty(); records = reader.read(3, 40)) {
				all.addAll(records);
			}
		}
		return all;
	}

	static List<Long> sequences(List<SpoolRecord> records) {
		return records.stream().map(SpoolRecord::sequence).toList();
	}

	static String text(SpoolRecord record) {
		return new String(record.payload(), StandardCharsets.UTF_8);
	}

}

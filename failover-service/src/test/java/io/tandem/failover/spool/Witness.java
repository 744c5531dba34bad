package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers all that a spool has ever acknowledged or shown, and holds it to that: one
 * content for a sequence, one sequence for a content, and nothing acknowledged gone
 * unless a gap names it. Confined to one thread at a time.
 */
final class Witness {

	private final TreeMap<Long, Long> seedBySequence = new TreeMap<>();

	private final Map<Long, Long> sequenceBySeed = new HashMap<>();

	private final TreeMap<Long, Long> acknowledged = new TreeMap<>();

	private final TreeMap<Long, Gap> named = new TreeMap<>();

	long acknowledgedRecords;

	long bytes;

	int tailsCut;

	int quarantined;

	/** Takes down what the process said, up to its death. */
	void listen(BufferedReader lines, Runnable opened) throws IOException {
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "open" -> opened.run();
				case "cut" -> this.tailsCut++;
				case "quarantined" -> this.quarantined++;
				case "read" -> seen(Long.parseLong(words[1]), Long.parseLong(words[2]));
				case "error" -> throw new AssertionError(line);
				default -> {
					long seed = Long.parseLong(words[1]);
					seen(Long.parseLong(words[0]), seed);
					this.acknowledged.put(Long.parseLong(words[0]), seed);
					this.acknowledgedRecords++;
					this.bytes += AppendUnderLoad.payload(seed).length;
				}
			}
		}
	}

	/** Returns the highest sequence that anybody outside of the spool knows. */
	long known() {
		return this.seedBySequence.isEmpty() ? 0 : this.seedBySequence.lastKey();
	}

	/**
	 * Reads the whole spool.
	 * @return the records' positions, in order
	 */
	List<Position> readAll(Spool spool) throws IOException {
		List<Position> positions = new ArrayList<>();
		long kept = spool.status().oldest();
		Map<Long, Long> missing = new TreeMap<>(this.acknowledged.tailMap(Math.min(kept, spool.delivered() + 1)));
		try (SpoolReader reader = spool.reader(Position.after(kept - 1))) {
			for (List<SpoolRecord> records = reader.read(100, 1 << 20); !records.isEmpty(); records = reader.read(100,
					1 << 20)) {
				for (SpoolRecord record : records) {
					assertThat(record.payload()).isEqualTo(AppendUnderLoad.payload(record.acceptedAtMillis()));
					seen(record.sequence(), record.acceptedAtMillis());
					missing.remove(record.sequence());
					positions.add(record.end());
				}
			}
		}
		spool.gaps(GapLog.MAX_GAPS).forEach((gap) -> this.named.put(gap.first(), gap));
		assertThat(missing.keySet()).as("acknowledged, not delivered, not there and in no gap")
			.allMatch((sequence) -> isNamed(spool, sequence));
		this.seedBySequence.headMap(kept).clear();
		this.acknowledged.headMap(kept).clear();
		return positions;
	}

	/** Returns how many sequences are named in gaps. */
	long sequencesInGaps() {
		return this.named.values().stream().mapToLong((gap) -> gap.last() - gap.first() + 1).sum();
	}

	int gaps() {
		return this.named.size();
	}

	private static boolean isNamed(Spool spool, long sequence) {
		return spool.gaps(GapLog.MAX_GAPS)
			.stream()
			.anyMatch((gap) -> gap.epoch().equals(spool.epoch()) && gap.covers(sequence)
					&& gap.reason() != Gap.Reason.REFUSED);
	}

	private void seen(long sequence, long seed) {
		Long other = this.seedBySequence.put(sequence, seed);
		assertThat(other).as("content of sequence %d", sequence).isIn(null, seed);
		Long elsewhere = this.sequenceBySeed.put(seed, sequence);
		assertThat(elsewhere).as("sequence of content %d", seed).isIn(null, sequence);
	}

}

package io.tandem.failover.spool;

import io.tandem.failover.spool.RangesFile.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a named reader has delivered: everything up to its cursor, and islands beyond it.
 * Forgetting an island, or losing its file, only means that its records are delivered
 * again. Thread-safe, guarded by itself; a slow disk holds nobody up but who persists.
 */
public final class DeliveredRanges {

	static final int MAX_ISLANDS = 10_000;

	static final DeliveredRanges NOTHING = new DeliveredRanges(Cursor.detached(),
			new RangesFile(Path.of(RangesFile.PREFIX), ""), SpoolListener.NONE, MAX_ISLANDS);

	private final Cursor cursor;

	private final RangesFile file;

	private final SpoolListener listener;

	private final int maxIslands;

	private final TreeMap<Long, Range> islands = new TreeMap<>();

	private final Object fileLock = new Object();

	private List<Range> persisted = List.of();

	DeliveredRanges(Cursor cursor, RangesFile file, SpoolListener listener, int maxIslands) {
		this.cursor = cursor;
		this.file = file;
		this.listener = listener;
		this.maxIslands = maxIslands;
	}

	static DeliveredRanges open(Cursor cursor, RangesFile file, SpoolListener listener) throws IOException {
		DeliveredRanges ranges = new DeliveredRanges(cursor, file, listener, MAX_ISLANDS);
		List<Range> read = file.read();
		if (read == null) {
			listener.rangesForgotten(file.reader(), "the file is damaged, or of another epoch");
			read = List.of();
		}
		ranges.persisted = read;
		read.forEach((range) -> ranges.mark(range.first(), range.end()));
		return ranges;
	}

	/**
	 * Says that these records are delivered, or lost and recorded so.
	 * @param first the first of them
	 * @param end behind the last of them
	 */
	public synchronized void mark(long first, Position end) {
		long from = Math.max(first, lowWatermark() + 1);
		if (end.sequence() < from) {
			return;
		}
		Range added = new Range(from, end);
		Map.Entry<Long, Range> before = this.islands.floorEntry(from);
		if (before != null && before.getValue().last() >= from - 1) {
			added = join(before.getValue(), added);
		}
		Map.Entry<Long, Range> next;
		while ((next = this.islands.ceilingEntry(added.first())) != null && next.getKey() <= added.last() + 1) {
			this.islands.remove(next.getKey());
			added = join(added, next.getValue());
		}
		if (added.first() == lowWatermark() + 1) {
			this.cursor.advance(added.end());
		}
		else {
			this.islands.put(added.first(), added);
			forgetOne();
		}
	}

	private static Range join(Range lower, Range upper) {
		return new Range(lower.first(), (upper.last() >= lower.last()) ? upper.end() : lower.end());
	}

	/**
	 * Keeps the bound, at the price of the fewest records; never of the highest island,
	 * whose sequences must not be given again.
	 */
	private void forgetOne() {
		if (this.islands.size() <= this.maxIslands) {
			return;
		}
		this.islands.headMap(this.islands.lastKey())
			.values()
			.stream()
			.min(Comparator.comparingLong(Range::count))
			.ifPresent((smallest) -> {
				this.islands.remove(smallest.first());
				this.listener.rangesForgotten(this.file.reader(), "more than " + this.maxIslands + " ranges");
			});
	}

	/** Returns the sequence up to which all is delivered. */
	public long lowWatermark() {
		return this.cursor.position().sequence();
	}

	/** Returns the position of {@link #lowWatermark}. */
	public Position position() {
		return this.cursor.position();
	}

	Cursor cursor() {
		return this.cursor;
	}

	/** Returns how many islands there are. */
	public synchronized int islands() {
		return this.islands.size();
	}

	/** Returns how many records up to the sequence are not delivered. */
	public synchronized long undelivered(long upTo) {
		long count = Math.max(0, upTo - lowWatermark());
		for (Range island : this.islands.headMap(upTo, true).values()) {
			count -= Math.min(upTo, island.last()) - island.first() + 1;
		}
		return Math.max(0, count);
	}

	/**
	 * Returns the first range of undelivered records after a sequence, or null if there
	 * is none up to the limit.
	 */
	public synchronized @Nullable Hole nextUndelivered(long after, long limit) {
		Position from = (after > lowWatermark()) ? Position.after(after) : position();
		Map.Entry<Long, Range> at = this.islands.floorEntry(from.sequence() + 1);
		if (at != null && at.getValue().last() >= from.sequence()) {
			from = at.getValue().end();
		}
		if (from.sequence() >= limit) {
			return null;
		}
		Long island = this.islands.higherKey(from.sequence());
		return new Hole(from, (island != null) ? Math.min(limit, island - 1) : limit);
	}

	synchronized long highest() {
		return this.islands.isEmpty() ? lowWatermark()
				: Math.max(lowWatermark(), this.islands.lastEntry().getValue().last());
	}

	/** Makes it durable, if it has changed. */
	public void persist() throws IOException {
		synchronized (this.fileLock) {
			List<Range> now;
			synchronized (this) {
				now = List.copyOf(this.islands.values());
			}
			// the cursor first: what it has taken over of the islands is then never in
			// neither file
			this.cursor.persist();
			if (!now.equals(this.persisted)) {
				this.file.write(now);
				this.persisted = now;
			}
		}
	}

	/**
	 * Consecutive undelivered records.
	 *
	 * @param from in front of the first of them
	 * @param last the last of them
	 */
	public record Hole(Position from, long last) {

		/** Returns the first of them. */
		public long first() {
			return this.from.sequence() + 1;
		}

	}

}

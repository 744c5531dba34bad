package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in order, from a position up to the last durable one. Damage that it
 * meets is put aside and recorded as a gap, and reading goes on behind it; an error that
 * may pass, such as too many open files, is thrown and nothing is skipped. Confined to
 * one thread at a time.
 */
public final class SpoolReader implements Closeable {

	private static final int MAX_REPAIRS = 3;

	private final Spool spool;

	private final SpoolDirectory directory;

	private final int maxPayload;

	private long next;

	private Position hint;

	private @Nullable Segment segment;

	private @Nullable SegmentReader frames;

	SpoolReader(Spool spool, SpoolDirectory directory, int maxPayload, Position from) {
		this.spool = spool;
		this.directory = directory;
		this.maxPayload = maxPayload;
		this.next = from.sequence() + 1;
		this.hint = from;
	}

	/** Returns the sequence that is read next, if it still can be. */
	public long next() {
		return this.next;
	}

	/**
	 * Waits until there is a record to read.
	 * @return false if the time is over, or the spool closed, before
	 */
	public boolean await(Duration timeout) throws InterruptedException {
		return this.spool.awaitDurable(this.next, timeout);
	}

	/**
	 * Reads records with consecutive sequences.
	 * @param maxRecords at most so many, at least 1
	 * @param maxBytes at most so many bytes of payload, unless the first record alone has
	 * more
	 * @return empty if none is durable; ends early in front of a gap
	 * @throws IOException if the disk cannot be read now; nothing was skipped
	 */
	public List<SpoolRecord> read(int maxRecords, long maxBytes) throws IOException {
		List<SpoolRecord> records = new ArrayList<>();
		long bytes = 0;
		while (records.size() < maxRecords && find(records.isEmpty())) {
			SegmentReader at = this.frames;
			Segment in = this.segment;
			if (at == null || in == null || (!records.isEmpty() && bytes + at.payloadLength() > maxBytes)) {
				break;
			}
			long acceptedAt = at.acceptedAtMillis();
			byte kind = at.kind();
			byte[] payload = at.payload();
			at.pass();
			records.add(new SpoolRecord(this.next, acceptedAt, kind, payload,
					new Position(this.next, in.first(), at.offset())));
			bytes += payload.length;
			this.next++;
		}
		return records;
	}

	/** Returns when the next record was accepted, or null if there is none. */
	public @Nullable Long nextAcceptedAtMillis() throws IOException {
		return (find(true) && this.frames != null) ? this.frames.acceptedAtMillis() : null;
	}

	/**
	 * Stands in front of the next record's frame, whole and checked.
	 * @param mayJump whether a gap may be passed
	 * @return false if there is no such record, or only behind a gap
	 */
	private boolean find(boolean mayJump) throws IOException {
		int repairs = 0;
		while (this.next <= this.spool.durable()) {
			try {
				Segment in = this.segment;
				if (in == null || this.frames == null || !isIn(in)) {
					if (!open(mayJump)) {
						return false;
					}
					continue;
				}
				if (this.frames.look(this.next, in.size()) == SegmentReader.Look.FRAME) {
					return true;
				}
				if (!mayJump) {
					return false;
				}
				closeSegment();
				Gap gap = this.directory.gaps().covering(this.directory.epoch(), this.next);
				if (gap != null) {
					this.next = gap.last() + 1;
				}
				else if (repairs++ < MAX_REPAIRS) {
					this.spool.repair(in);
				}
				else {
					throw new IOException("segment stays unreadable after repair: " + in + " sequence=" + this.next);
				}
			}
			catch (NoSuchFileException ex) {
				missing(repairs++, ex);
			}
		}
		return false;
	}

	private boolean isIn(Segment in) {
		Segment after = this.directory.after(in);
		return this.directory.contains(in) && (after == null || this.next < after.first());
	}

	/**
	 * Opens the segment that holds the next record, or jumps to the oldest one there is.
	 */
	private boolean open(boolean mayJump) throws IOException {
		closeSegment();
		Segment in = this.directory.holding(this.next);
		if (in == null) {
			long durable = this.spool.durable();
			Segment oldest = this.directory.oldest();
			if (!mayJump) {
				return false;
			}
			// dropped, which only happens to what was delivered, or lost and recorded so
			this.next = Math.max(this.next, (oldest != null) ? oldest.first() : durable + 1);
			return true;
		}
		this.segment = in;
		SegmentReader opened = SegmentReader.open(in.file(), this.directory.epoch(), in.first(), this.maxPayload);
		this.frames = opened;
		if (this.hint.segment() == in.first() && this.hint.sequence() + 1 == this.next
				&& this.hint.offset() >= SegmentHeader.BYTES) {
			opened.seek(this.hint.offset());
			if (opened.look(this.next, in.size()) == SegmentReader.Look.FRAME) {
				return true;
			}
			opened.seek(SegmentHeader.BYTES);
		}
		for (long sequence = in.first(); sequence < this.next; sequence++) {
			if (opened.look(sequence, in.size()) != SegmentReader.Look.FRAME) {
				break;
			}
			opened.pass();
		}
		return true;
	}

	private void missing(int repairs, NoSuchFileException cause) throws IOException {
		Segment in = this.segment;
		closeSegment();
		if (in == null || repairs >= MAX_REPAIRS) {
			throw cause;
		}
		this.spool.repair(in);
	}

	private void closeSegment() throws IOException {
		SegmentReader closing = this.frames;
		this.frames = null;
		this.segment = null;
		if (closing != null) {
			closing.close();
		}
	}

	@Override
	public void close() throws IOException {
		closeSegment();
	}

}

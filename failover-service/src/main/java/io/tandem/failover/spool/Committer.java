package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: takes all appends that wait, writes them, calls fsync once,
 * and only then lets their callers go on. While it waits for the disk the next group
 * gathers, so the group is as large as the disk is slow. It alone numbers records and
 * changes the directory.
 *
 * <p>
 * After a failed write or fsync a segment's tail is unknown. The segment then ends with
 * its last durable record, the waiting appends fail, and the next group goes to a fresh
 * segment, whose name takes over the numbers that were never readable.
 */
final class Committer implements Runnable {

	private static final int STAGING_BYTES = 1 << 20;

	private static final long MAX_GROUP_BYTES = 8 << 20;

	private static final Duration IDLE = Duration.ofSeconds(1);

	private final SpoolDirectory directory;

	private final SpoolSettings settings;

	private final AppendQueue queue;

	private final Watermarks watermarks;

	private final Retention retention;

	private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

	private @Nullable SegmentWriter writer;

	private @Nullable Segment active;

	private long lastHousekeepingNanos = System.nanoTime();

	private volatile @Nullable String problem;

	Committer(SpoolDirectory directory, SpoolSettings settings, AppendQueue queue, Watermarks watermarks,
			Retention retention) {
		this.directory = directory;
		this.settings = settings;
		this.queue = queue;
		this.watermarks = watermarks;
		this.retention = retention;
	}

	/** Returns why the last append was not taken, or null. */
	@Nullable String problem() {
		return this.problem;
	}

	@Override
	public void run() {
		while (!this.queue.isDone()) {
			List<AppendQueue.Append> group = List.of();
			try {
				group = this.queue.take(MAX_GROUP_BYTES, IDLE);
				if (!group.isEmpty()) {
					commit(group);
				}
				this.queue.takeErrands().forEach(Runnable::run);
				housekeep();
			}
			catch (InterruptedException ex) {
				this.queue.close();
			}
			catch (RuntimeException | Error ex) {
				failUnexpectedly(group, ex);
			}
		}
		seal();
	}

	private void commit(List<AppendQueue.Append> group) {
		long bytes = 0;
		for (AppendQueue.Append append : group) {
			bytes += append.bytes();
		}
		try {
			AppendOutcome.Full full = this.retention.makeRoom(bytes);
			if (full != null) {
				refuse(group, full);
				return;
			}
			write(group, bytes);
		}
		catch (IOException ex) {
			fail(group, ex);
		}
	}

	private void write(List<AppendQueue.Append> group, long bytes) throws IOException {
		if (this.writer != null && this.writer.size() > SegmentHeader.BYTES
				&& this.writer.size() + bytes > this.settings.segmentBytes()) {
			seal();
		}
		if (this.writer == null) {
			begin();
		}
		SegmentWriter to = this.writer;
		Segment segment = this.active;
		if (to == null || segment == null) {
			throw new IllegalStateException("no open segment");
		}
		long start = System.nanoTime();
		long sequence = this.watermarks.durable();
		Position from = new Position(sequence, segment.first(), to.size());
		for (AppendQueue.Append append : group) {
			to.append(++sequence, append.acceptedAtMillis(), append.kind(), append.payload());
		}
		to.flush();
		this.watermarks.appended(sequence);
		long written = System.nanoTime();
		to.force();
		long synced = System.nanoTime();
		segment.size(to.size());
		this.watermarks.durable(sequence, from);
		this.problem = null;
		report((listener) -> listener.committed(group.size(), bytes, written - start, synced - written));
		sequence -= group.size();
		for (AppendQueue.Append append : group) {
			append.outcome().complete(new AppendOutcome.Appended(++sequence));
		}
	}

	private void begin() throws IOException {
		long first = this.watermarks.durable() + 1;
		Segment segment = new Segment(first, Segment.file(this.directory.path(), first), SegmentHeader.BYTES);
		Segment there = this.directory.holding(first);
		if (there != null && there.first() == first && there.size() > SegmentHeader.BYTES) {
			throw new IllegalStateException("a segment with records has this name: " + there);
		}
		this.writer = SegmentWriter.create(this.directory.disk(), this.directory.path(), segment.file(),
				this.directory.epoch(), first, this.staging);
		this.active = segment;
		this.directory.add(segment);
	}

	/** Ends the open segment; all of it is durable already. */
	private void seal() {
		SegmentWriter closing = this.writer;
		this.writer = null;
		this.active = null;
		if (closing != null) {
			try {
				closing.close();
			}
			catch (IOException ex) {
				this.directory.listener().housekeepingFailed(ex);
			}
		}
	}

	private void refuse(List<AppendQueue.Append> group, AppendOutcome.Full full) {
		this.problem = full.detail();
		report((listener) -> listener.full(full.reason(), group.size()));
		group.forEach((append) -> append.outcome().complete(full));
	}

	private void fail(List<AppendQueue.Append> group, Throwable cause) {
		Segment abandoned = this.active;
		seal();
		this.watermarks.appended(this.watermarks.durable());
		if (abandoned != null) {
			cutBack(abandoned);
		}
		AppendOutcome outcome = outcomeOf(cause);
		this.problem = cause.toString();
		report((listener) -> listener.writeFailed(
				(cause instanceof Exception exception) ? exception : new IllegalStateException(cause), group.size()));
		group.forEach((append) -> append.outcome().complete(outcome));
	}

	/**
	 * Tells the listener; a fault of its own must not keep appends from their outcome.
	 */
	private void report(Consumer<SpoolListener> event) {
		try {
			event.accept(this.directory.listener());
		}
		catch (RuntimeException ex) {
			this.problem = "listener: " + ex;
		}
	}

	/** Keeps the thread alive whatever happens: without it every append would hang. */
	private void failUnexpectedly(List<AppendQueue.Append> group, Throwable cause) {
		try {
			fail(group, cause);
		}
		catch (RuntimeException | Error ex) {
			this.problem = ex.toString();
		}
	}

	private AppendOutcome outcomeOf(Throwable cause) {
		try {
			AppendOutcome.Full full = (cause instanceof IOException) ? this.retention.diskFull(cause) : null;
			return (full != null) ? full : new AppendOutcome.Failed(cause.toString());
		}
		catch (IOException ex) {
			return new AppendOutcome.Failed(cause.toString());
		}
	}

	/**
	 * Takes records off the file that nobody was told are safe. If that fails too, the
	 * next segment's name still ends this one's range before them.
	 */
	private void cutBack(Segment segment) {
		try (Disk.SegmentFile file = this.directory.disk().open(segment.file())) {
			file.truncate(segment.size());
			file.force();
		}
		catch (IOException ex) {
			this.directory.listener().housekeepingFailed(ex);
		}
	}

	private void housekeep() {
		long now = System.nanoTime();
		if (now - this.lastHousekeepingNanos < IDLE.toNanos()) {
			return;
		}
		this.lastHousekeepingNanos = now;
		try {
			this.retention.retire();
			if (this.problem != null) {
				tryAgain();
			}
		}
		catch (IOException ex) {
			this.directory.listener().housekeepingFailed(ex);
		}
	}

	/** Finds out whether the spool could be written to again. */
	private void tryAgain() throws IOException {
		AppendOutcome.Full full = this.retention.makeRoom(Frame.HEADER_BYTES);
		if (full != null) {
			return;
		}
		if (this.writer == null) {
			begin();
		}
		this.problem = null;
	}

	/**
	 * Replaces a damaged segment by what can be saved of it. Only on the committer's
	 * thread.
	 */
	void repair(Segment segment) throws IOException {
		if (!this.directory.contains(segment)) {
			return;
		}
		if (segment == this.active) {
			seal();
		}
		Segment next = this.directory.after(segment);
		long last = (next != null) ? next.first() - 1 : this.watermarks.durable();
		new Salvage(this.directory, this.settings.maxRecordBytes()).salvage(segment, last, "damage found when read");
	}

}

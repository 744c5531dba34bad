package io.tandem.failover.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A directory of records, in the order in which they were appended: durable when an
 * append says so, numbered without holes, kept until delivered and for a while after.
 * Thread-safe.
 *
 * <p>
 * A sequence names one record of an epoch for ever. It is given when the record is
 * written, and given again only if no reader can have seen it: readers see what an fsync
 * has covered.
 */
public final class Spool implements Closeable {

	private final DirectoryLock lock;

	private final SpoolDirectory directory;

	private final SpoolSettings settings;

	private final Cursors cursors;

	private final Watermarks watermarks;

	private final AppendQueue queue;

	private final Committer committer;

	private final Thread thread;

	private Spool(DirectoryLock lock, SpoolDirectory directory, SpoolSettings settings, Cursors cursors,
			long lastSequence) {
		this.lock = lock;
		this.directory = directory;
		this.settings = settings;
		this.cursors = cursors;
		this.watermarks = new Watermarks(lastSequence);
		this.queue = new AppendQueue(settings.maxQueueBytes());
		this.committer = new Committer(directory, settings, this.queue, this.watermarks,
				new Retention(directory, settings, cursors));
		this.thread = Thread.ofPlatform().daemon().name("spool-committer").start(this.committer);
	}

	/**
	 * Opens the directory, creating and repairing what must be.
	 * @throws SpoolLockedException if it is open already
	 * @throws IOException if it cannot be read or written
	 */
	public static Spool open(Path path, SpoolSettings settings, InstantSource clock, SpoolListener listener)
			throws IOException {
		return open(path, settings, clock, listener, new LocalDisk());
	}

	static Spool open(Path path, SpoolSettings settings, InstantSource clock, SpoolListener listener, Disk disk)
			throws IOException {
		Files.createDirectories(path);
		DirectoryLock lock = DirectoryLock.take(path);
		try {
			String epoch = Recovery.epoch(path, disk, listener, clock);
			SpoolDirectory directory = new SpoolDirectory(path, epoch, disk, new GapLog(path, disk), listener, clock);
			Cursors cursors = new Cursors(path, epoch, listener);
			long last = Recovery.lastSequence(directory, settings.maxRecordBytes(), cursors.highest());
			return new Spool(lock, directory, settings, cursors, last);
		}
		catch (IOException | RuntimeException ex) {
			lock.close();
			throw ex;
		}
	}

	/**
	 * Appends a record. The future completes, never exceptionally, when it is durable or
	 * will not be.
	 * @param payload belongs to the spool until then
	 * @throws IllegalArgumentException if the payload is larger than the settings allow
	 */
	public CompletableFuture<AppendOutcome> append(byte kind, long acceptedAtMillis, byte[] payload) {
		if (payload.length > this.settings.maxRecordBytes()) {
			throw new IllegalArgumentException("payload is too large: bytes=" + payload.length + " maxRecordBytes="
					+ this.settings.maxRecordBytes());
		}
		CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
		this.queue.offer(new AppendQueue.Append(acceptedAtMillis, kind, payload, outcome));
		return outcome;
	}

	/** Returns the epoch that this directory's records are numbered in. */
	public String epoch() {
		return this.directory.epoch();
	}

	/** Returns the highest sequence that is on the disk; 0 if none. */
	public long durable() {
		return this.watermarks.durable();
	}

	/** Returns the sequence up to which all readers are done. */
	public long delivered() {
		return this.cursors.delivered();
	}

	/**
	 * Returns a position in front of the newest records: those that became durable
	 * together, last of all.
	 */
	public Position newest() {
		return this.watermarks.newest();
	}

	/** Returns a reader of what comes after the position. */
	public SpoolReader reader(Position from) {
		return new SpoolReader(this, this.directory, this.settings.maxRecordBytes(), from);
	}

	/**
	 * Returns the position of a named reader; from now on its undelivered records are
	 * kept.
	 * @throws IllegalArgumentException if the name does not match {@code [a-z0-9-]{1,32}}
	 */
	public Cursor cursor(String reader) throws IOException {
		return this.cursors.get(reader).cursor();
	}

	/**
	 * Returns what a named reader has delivered, for a reader that does not go in order;
	 * from now on its undelivered records are kept.
	 * @throws IllegalArgumentException if the name does not match {@code [a-z0-9-]{1,32}}
	 */
	public DeliveredRanges deliveredBy(String reader) throws IOException {
		return this.cursors.get(reader);
	}

	/**
	 * Returns a position in front of every record that was appended since, as far back as
	 * so many bytes; some older ones may come before them.
	 */
	public Position since(Instant since, long maxBytes) {
		List<Segment> newestFirst = new ArrayList<>(this.directory.segments()).reversed();
		Position position = Position.after(this.watermarks.durable());
		long bytes = 0;
		for (Segment segment : newestFirst) {
			bytes += segment.size();
			if (bytes > maxBytes || segment.file().toFile().lastModified() < since.toEpochMilli()) {
				break;
			}
			position = Position.after(segment.first() - 1);
		}
		return position;
	}

	/** Records that the receiver will never take these records. */
	public void recordRefused(long first, long last, String detail) throws IOException {
		this.directory.recordGap(first, last, Gap.Reason.REFUSED, detail);
	}

	/** Returns the newest gaps, oldest first. */
	public List<Gap> gaps(int count) {
		return this.directory.gaps().newest(count);
	}

	public SpoolStatus status() {
		DeliveredRanges ranges = this.cursors.lowest();
		Position delivered = ranges.position();
		long durable = this.watermarks.durable();
		long undelivered = ranges.undelivered(durable);
		Segment oldest = this.directory.oldest();
		return new SpoolStatus(epoch(), this.directory.segments().size(),
				this.directory.segmentBytes() + this.directory.quarantinedBytes(), this.directory.quarantinedBytes(),
				(oldest != null) ? oldest.first() : durable + 1, this.watermarks.appended(), durable,
				delivered.sequence(), undelivered, backlogBytes(delivered, durable, undelivered),
				this.committer.problem());
	}

	/** Counts what is delivered beyond the position at the average record's size. */
	private long backlogBytes(Position delivered, long durable, long undelivered) {
		if (delivered.sequence() >= durable) {
			return 0;
		}
		long bytes = 0;
		for (Segment segment : this.directory.segments()) {
			Segment next = this.directory.after(segment);
			if (next == null || next.first() > delivered.sequence() + 1) {
				long done = (segment.first() == delivered.segment()) ? delivered.offset() : SegmentHeader.BYTES;
				bytes += Math.max(0, segment.size() - done);
			}
		}
		return Math.round(bytes * (double) undelivered / (durable - delivered.sequence()));
	}

	/**
	 * Returns when the oldest undelivered record was accepted, milliseconds since the
	 * Unix epoch, or null if all are delivered.
	 */
	public @Nullable Long oldestUndeliveredAtMillis() throws IOException {
		try (SpoolReader reader = reader(this.cursors.lowest().position())) {
			return reader.nextAcceptedAtMillis();
		}
	}

	boolean awaitDurable(long sequence, Duration timeout) throws InterruptedException {
		return this.watermarks.await(sequence, timeout);
	}

	/** Has the committer repair a segment that cannot be read, and waits for it. */
	void repair(Segment segment) throws IOException {
		CompletableFuture<@Nullable IOException> done = new CompletableFuture<>();
		boolean accepted = this.queue.errand(() -> {
			try {
				this.committer.repair(segment);
				done.complete(null);
			}
			catch (IOException ex) {
				done.complete(ex);
			}
			catch (RuntimeException ex) {
				done.complete(new IOException(ex));
			}
		});
		if (!accepted) {
			throw new IOException("the spool is closed");
		}
		IOException failure = done.join();
		if (failure != null) {
			throw new IOException("cannot repair " + segment + ": " + failure.getMessage(), failure);
		}
	}

	/**
	 * Makes everything appended durable, persists the cursors and lets go of the
	 * directory. Appends after this fail.
	 */
	@Override
	public void close() throws IOException {
		this.queue.close();
		boolean interrupted = false;
		while (this.thread.isAlive()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.watermarks.close();
		try {
			this.cursors.persist();
		}
		finally {
			this.lock.close();
		}
	}

}

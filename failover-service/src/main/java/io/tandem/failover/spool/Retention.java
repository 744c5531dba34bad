package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the spool within its bounds by dropping whole segments of delivered records,
 * oldest first; never one with an undelivered record, and never the newest, whose name
 * says how far numbering has come. Confined to the committer's thread.
 */
final class Retention {

	private static final Duration KEEP_QUARANTINED = Duration.ofDays(7);

	private final SpoolDirectory directory;

	private final SpoolSettings settings;

	private final Cursors cursors;

	Retention(SpoolDirectory directory, SpoolSettings settings, Cursors cursors) {
		this.directory = directory;
		this.settings = settings;
		this.cursors = cursors;
	}

	/**
	 * Makes room for so many bytes, at the price of delivered records that are still
	 * young if need be, then of files put aside.
	 * @return null if there is room, or why not
	 */
	AppendOutcome.@Nullable Full makeRoom(long bytes) throws IOException {
		while (excess(bytes) > 0) {
			Segment oldest = oldestDelivered();
			if (oldest != null) {
				drop(oldest);
			}
			else if (!dropOldestQuarantined()) {
				return new AppendOutcome.Full(AppendOutcome.Full.Reason.SPOOL,
						"undelivered records fill the spool: at most " + this.settings.maxBytes() + " bytes");
			}
		}
		long free = this.directory.disk().usableBytes(this.directory.path());
		if (free - bytes < this.settings.minFreeBytes()) {
			return diskFull(free);
		}
		return null;
	}

	/** Returns the outcome for a write that failed because the disk is full, or null. */
	AppendOutcome.@Nullable Full diskFull(Throwable cause) throws IOException {
		String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		long free = this.directory.disk().usableBytes(this.directory.path());
		boolean full = message.contains("no space left") || message.contains("quota exceeded")
				|| free < this.settings.minFreeBytes();
		return full ? diskFull(free) : null;
	}

	private AppendOutcome.Full diskFull(long free) {
		return new AppendOutcome.Full(AppendOutcome.Full.Reason.DISK,
				"bytes free on the disk: " + free + ", to stay free: " + this.settings.minFreeBytes());
	}

	/** Drops what is delivered and too old or too much. */
	void retire() throws IOException {
		long youngest = this.directory.now().minus(this.settings.retainFor()).toEpochMilli();
		long excess = deliveredBytes() - this.settings.retainBytes();
		Segment oldest;
		while ((oldest = oldestDelivered()) != null
				&& (excess > 0 || oldest.file().toFile().lastModified() < youngest)) {
			excess -= oldest.size();
			drop(oldest);
		}
		long old = this.directory.now().minus(KEEP_QUARANTINED).toEpochMilli();
		if (this.directory.quarantinedBytes() > 0) {
			for (Path file : this.directory.quarantined()) {
				if (file.toFile().lastModified() < old) {
					dropQuarantined(file);
				}
			}
		}
	}

	private long excess(long bytes) {
		return this.directory.segmentBytes() + this.directory.quarantinedBytes() + bytes - this.settings.maxBytes();
	}

	private long deliveredBytes() {
		long delivered = this.cursors.delivered();
		long bytes = 0;
		for (Segment segment : this.directory.segments()) {
			if (!isDelivered(segment, delivered)) {
				break;
			}
			bytes += segment.size();
		}
		return bytes;
	}

	private @Nullable Segment oldestDelivered() {
		Segment oldest = this.directory.oldest();
		return (oldest != null && isDelivered(oldest, this.cursors.delivered())) ? oldest : null;
	}

	private boolean isDelivered(Segment segment, long delivered) {
		Segment next = this.directory.after(segment);
		return next != null && next.first() - 1 <= delivered;
	}

	private void drop(Segment segment) throws IOException {
		Files.deleteIfExists(segment.file());
		this.directory.remove(segment);
		this.directory.listener().retired(segment.file(), segment.size());
	}

	private boolean dropOldestQuarantined() throws IOException {
		for (Path file : this.directory.quarantined()) {
			dropQuarantined(file);
			return true;
		}
		return false;
	}

	private void dropQuarantined(Path file) throws IOException {
		long bytes = SpoolDirectory.sizeOf(file);
		Files.deleteIfExists(file);
		this.directory.measureQuarantine();
		this.directory.listener().quarantineDropped(file, bytes);
	}

}

package io.tandem.failover.spool;

import java.nio.file.Path;

/**
 * Is told what the spool does, for meters and logs. Calls come from the spool's own
 * thread, or from the thread that opens it or reads from it; they must be quick and must
 * not call the spool.
 */
public interface SpoolListener {

	SpoolListener NONE = new SpoolListener() {
	};

	/** Many records have become durable by one fsync. */
	default void committed(int records, long bytes, long writeNanos, long syncNanos) {
	}

	/** Appends were refused for want of room. */
	default void full(AppendOutcome.Full.Reason reason, int records) {
	}

	/** A write or an fsync failed; its segment is abandoned. */
	default void writeFailed(Exception cause, int records) {
	}

	/** An unfinished frame at the end of the last segment was cut off at the start. */
	default void tailCut(Path segment, long bytes) {
	}

	/** A damaged file was put aside. */
	default void quarantined(Path file, String why) {
	}

	/** Sequences were recorded as lost or refused. */
	default void gapRecorded(Gap gap) {
	}

	/** A segment of delivered records was dropped, by age or by size. */
	default void retired(Path segment, long bytes) {
	}

	/** A file that had been put aside was dropped. */
	default void quarantineDropped(Path file, long bytes) {
	}

	/** A cursor file could not be read; its reader begins with the oldest record. */
	default void cursorLost(String reader, String why) {
	}

	/**
	 * A range beyond the cursor was forgotten, or its file could not be read; its records
	 * are delivered again.
	 */
	default void rangesForgotten(String reader, String why) {
	}

	/** Looking after old segments failed; it is tried again. */
	default void housekeepingFailed(Exception cause) {
	}

}

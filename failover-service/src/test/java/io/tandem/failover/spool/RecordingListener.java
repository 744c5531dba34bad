package io.tandem.failover.spool;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what the spool reports. */
class RecordingListener implements SpoolListener {

	final List<Gap> gaps = new CopyOnWriteArrayList<>();

	final List<Path> quarantined = new CopyOnWriteArrayList<>();

	final List<Long> cuts = new CopyOnWriteArrayList<>();

	final List<Path> retired = new CopyOnWriteArrayList<>();

	final List<Exception> failures = new CopyOnWriteArrayList<>();

	final List<String> lostCursors = new CopyOnWriteArrayList<>();

	final AtomicInteger commits = new AtomicInteger();

	@Override
	public void committed(int records, long bytes, long writeNanos, long syncNanos) {
		this.commits.incrementAndGet();
	}

	@Override
	public void writeFailed(Exception cause, int records) {
		this.failures.add(cause);
	}

	@Override
	public void tailCut(Path segment, long bytes) {
		this.cuts.add(bytes);
	}

	@Override
	public void quarantined(Path file, String why) {
		this.quarantined.add(file);
	}

	@Override
	public void gapRecorded(Gap gap) {
		this.gaps.add(gap);
	}

	@Override
	public void retired(Path segment, long bytes) {
		this.retired.add(segment);
	}

	@Override
	public void cursorLost(String reader, String why) {
		this.lostCursors.add(reader);
	}

}

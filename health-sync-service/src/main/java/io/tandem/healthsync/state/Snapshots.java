package io.tandem.healthsync.state;

import io.tandem.database.Worker;
import io.tandem.retry.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is known to a file every few seconds and once more at the end, and reads it
 * at the start, so that only the tail of the streams must be read then. Nothing depends
 * on it: what is not in the file is in the streams. Confined to its thread, but for
 * {@link #read}.
 */
final class Snapshots extends Worker implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Snapshots.class);

	private final SnapshotFile file;

	private final FleetHealth fleet;

	private final Duration interval;

	private final HealthStateMeters meters;

	private final Trouble trouble;

	private Map<String, MachineRecord> written;

	Snapshots(SnapshotFile file, FleetHealth fleet, Duration interval, HealthStateMeters meters) {
		super("health-snapshots", Duration.ofSeconds(3));
		this.file = file;
		this.fleet = fleet;
		this.interval = interval;
		this.meters = meters;
		this.trouble = new Trouble(logger, "Cannot write a snapshot; the next start reads more of the streams",
				"Snapshots are written again", interval);
		this.written = fleet.copy();
	}

	/** Returns what the file says; nothing if it is missing or cannot be used. */
	static Map<String, MachineRecord> read(SnapshotFile file, HealthStateMeters meters) {
		try {
			Map<String, MachineRecord> machines = file.read();
			meters.snapshotRead((machines != null) ? "found" : "absent");
			return Objects.requireNonNullElse(machines, Map.of());
		}
		catch (IOException ex) {
			meters.snapshotRead("damaged");
			logger.atWarn().setCause(ex).log("The health snapshot cannot be used; the streams are read from the start");
			return Map.of();
		}
	}

	@Override
	protected Duration work() {
		String failure = write();
		return (failure == null) ? this.interval : this.trouble.failed(failure, null);
	}

	private @Nullable String write() {
		Map<String, MachineRecord> now = this.fleet.copy();
		if (now.equals(this.written)) {
			return null;
		}
		try {
			this.file.write(now);
			this.meters.snapshotWritten(true);
			this.written = now;
			this.trouble.succeeded();
			return null;
		}
		catch (IOException ex) {
			this.meters.snapshotWritten(false);
			return ex.toString();
		}
	}

	/** Writes the last one, when nothing is read any more. */
	@Override
	public void close() {
		stop();
		String failure = write();
		if (failure != null) {
			this.trouble.failed(failure, null);
		}
	}

}

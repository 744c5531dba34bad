package io.tandem.fleet;

import io.tandem.fleet.FleetState.Refusal;
import io.tandem.fleet.InvalidFleetException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet as its file says it now. Looks at the file's time and size at most once in an
 * interval, on the thread of whoever asks; the others go on with what is known. While the
 * file is missing or wrong the last good fleet holds, {@link Fleet#empty()} where there
 * was none: a slip in this file must not stop a gateway. That is logged once for each
 * version of the file, and counted. Thread-safe; the file is read under a lock that
 * nobody waits for.
 */
public final class ReloadingFleet {

	private static final Logger logger = LoggerFactory.getLogger(ReloadingFleet.class);

	private static final Version NONE = new Version(FileTime.fromMillis(0), -1);

	private final @Nullable Path file;

	private final long intervalNanos;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicLong failures = new AtomicLong();

	private final Clock clock;

	private volatile FleetState state;

	private volatile long checkedAt;

	private @Nullable Version seen;

	/**
	 * Reads the file for the first time.
	 * @param file null for a fleet that stays empty
	 * @param interval between two looks at the file
	 */
	public ReloadingFleet(@Nullable Path file, Duration interval) {
		this(file, interval, System::nanoTime, Clock.systemUTC());
	}

	ReloadingFleet(@Nullable Path file, Duration interval, LongSupplier nanoTime, Clock clock) {
		this.file = file;
		this.clock = clock;
		this.state = new FleetState(Fleet.empty(), file, null, false, null);
		this.intervalNanos = interval.toNanos();
		this.nanoTime = nanoTime;
		this.checkedAt = nanoTime.getAsLong();
		if (file != null) {
			this.lock.lock();
			try {
				check(file);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Returns the fleet, re-read if it is time and the file has changed. Never throws.
	 */
	public Fleet current() {
		return look().fleet();
	}

	/** As {@link #current()}, with how that fleet came to be the one that holds. */
	public FleetState look() {
		Path file = this.file;
		if (file != null && this.nanoTime.getAsLong() - this.checkedAt >= this.intervalNanos && this.lock.tryLock()) {
			try {
				this.checkedAt = this.nanoTime.getAsLong();
				check(file);
			}
			finally {
				this.lock.unlock();
			}
		}
		return this.state;
	}

	/** Tells whether the file is missing or wrong, and an older fleet, or none, holds. */
	public boolean isStale() {
		return this.state.isStale();
	}

	/** Returns how many versions of the file could not be used. */
	public long failures() {
		return this.failures.get();
	}

	private void check(Path file) {
		Version version = NONE;
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			version = new Version(attributes.lastModifiedTime(), attributes.size());
			// one that could not be used is tried again: it may have been the disk
			if (version.equals(this.seen) && !this.state.isStale()) {
				return;
			}
			Fleet read = FleetFile.load(file);
			this.state = new FleetState(read, file, this.clock.instant(), false, this.state.refused());
			logger.atInfo()
				.addKeyValue("file", file)
				.addKeyValue("machines", read.machines().size())
				.addKeyValue("agents", read.agents().size())
				.addKeyValue("dependencies", read.dependencies().edges().size())
				.addKeyValue("warnings", read.warnings().size())
				.log("Read the fleet file");
		}
		catch (NoSuchFileException ex) {
			failed(file, version, "there is no such file", List.of());
		}
		catch (InvalidFleetException ex) {
			failed(file, version, String.valueOf(ex.getMessage()), ex.faults());
		}
		catch (IOException | RuntimeException ex) {
			failed(file, version, String.valueOf(ex.getMessage()), List.of());
		}
		this.seen = version;
	}

	private void failed(Path file, Version version, String reason, List<Fault> faults) {
		if (version.equals(this.seen)) {
			return;
		}
		FleetState last = this.state;
		this.state = new FleetState(last.fleet(), file, last.loadedAt(), true,
				new Refusal(this.clock.instant(), faults.isEmpty() ? reason : "the file has faults", faults));
		this.failures.incrementAndGet();
		logger.atError()
			.addKeyValue("file", file)
			.addKeyValue("agents", last.fleet().agents().size())
			.addKeyValue("reason", reason)
			.log("The fleet file cannot be used; what was known before holds");
	}

	private record Version(FileTime modified, long size) {
	}

}

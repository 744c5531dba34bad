package io.tandem.centralhub.sink;

import io.tandem.retry.RepeatingFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Knows whether something that is tried again and again works and since when it does not,
 * and logs it as any repeating failure. Thread-safe, guarded by its own lock.
 */
final class Outage {

	private final ReentrantLock lock = new ReentrantLock();

	private final RepeatingFailure failure;

	private final InstantSource clock;

	private volatile @Nullable Failing failing;

	/**
	 * @param what names the thing that is tried, for the log
	 */
	Outage(Logger logger, String what, InstantSource clock) {
		this.failure = new RepeatingFailure(logger, Map.of("what", what));
		this.clock = clock;
	}

	void failed(String cause, String detail) {
		this.lock.lock();
		try {
			this.failure.failed(Level.WARN, cause)
				.addKeyValue("detail", detail)
				.log("failing, nothing is dropped, trying on");
			Failing before = this.failing;
			this.failing = new Failing((before != null) ? before.since() : this.clock.instant(), cause, detail,
					this.failure.count());
		}
		finally {
			this.lock.unlock();
		}
	}

	void succeeded() {
		if (this.failing == null) {
			return;
		}
		this.lock.lock();
		try {
			Failing ended = this.failing;
			if (ended != null) {
				this.failing = null;
				this.failure.ended().addKeyValue("since", ended.since()).log("works again");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns what is wrong, or null while it works. */
	@Nullable Failing failing() {
		return this.failing;
	}

	/**
	 * @param cause the kind of the last failure
	 * @param failures how many there were in a row
	 */
	record Failing(Instant since, String cause, String detail, long failures) {
	}

}

package io.tandem.centralhub.sink;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Knows whether something that is tried again and again works, and logs it: at its first
 * failure, at a change of cause, and at its end with the count. Thread-safe, guarded by
 * its own lock.
 */
final class Outage {

	private final ReentrantLock lock = new ReentrantLock();

	private final Logger logger;

	private final String what;

	private final InstantSource clock;

	private volatile @Nullable Failing failing;

	/**
	 * @param what names the thing that is tried, for the log
	 */
	Outage(Logger logger, String what, InstantSource clock) {
		this.logger = logger;
		this.what = what;
		this.clock = clock;
	}

	void failed(String cause, String detail) {
		this.lock.lock();
		try {
			Failing before = this.failing;
			this.failing = (before != null) ? new Failing(before.since(), cause, detail, before.failures() + 1)
					: new Failing(this.clock.instant(), cause, detail, 1);
			if (before == null || !before.cause().equals(cause)) {
				this.logger.atWarn()
					.addKeyValue("what", this.what)
					.addKeyValue("cause", cause)
					.addKeyValue("detail", detail)
					.addKeyValue("failures", this.failing.failures())
					.log("failing, nothing is dropped, trying on");
			}
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
				this.logger.atInfo()
					.addKeyValue("what", this.what)
					.addKeyValue("since", ended.since())
					.addKeyValue("failures", ended.failures())
					.log("works again");
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

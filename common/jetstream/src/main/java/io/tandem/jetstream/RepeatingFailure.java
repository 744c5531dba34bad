package io.tandem.jetstream;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs a failure that repeats: at its first, at a change of reason, and at its end with
 * the count. Thread-safe, guarded by its own lock.
 */
final class RepeatingFailure {

	private final ReentrantLock lock = new ReentrantLock();

	private final Logger logger;

	private final String what;

	private final String subject;

	private volatile @Nullable String reason;

	private long count;

	/**
	 * @param what names the kind of thing that fails, for example {@code stream}
	 * @param subject which one of them
	 */
	RepeatingFailure(Logger logger, String what, String subject) {
		this.logger = logger;
		this.what = what;
		this.subject = subject;
	}

	void failed(Level level, String message, String why) {
		this.lock.lock();
		try {
			this.count++;
			if (!Objects.equals(this.reason, why)) {
				this.reason = why;
				this.logger.atLevel(level)
					.addKeyValue(this.what, this.subject)
					.addKeyValue("reason", why)
					.addKeyValue("failures", this.count)
					.log(message);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Forgets the failure without a word; for those whose end is told elsewhere. */
	void forget() {
		this.lock.lock();
		try {
			this.reason = null;
			this.count = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Logs the end at INFO if there was a failure to end. */
	void ended(String message) {
		this.lock.lock();
		try {
			if (this.reason != null) {
				this.logger.atInfo()
					.addKeyValue(this.what, this.subject)
					.addKeyValue("failures", this.count)
					.log(message);
			}
			forget();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells whether it fails now; cheap enough to be asked each time. */
	boolean isFailing() {
		return this.reason != null;
	}

	/** Returns the present reason, or null while nothing fails. */
	@Nullable String reason() {
		return this.reason;
	}

}

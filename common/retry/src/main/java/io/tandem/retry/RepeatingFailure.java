package io.tandem.retry;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * Failures in a row of what is tried again and again: to be logged at the first, at a
 * change of reason, and at their end with the count. Thread-safe, guarded by its own
 * lock.
 */
public final class RepeatingFailure {

	private final ReentrantLock lock = new ReentrantLock();

	private final Logger logger;

	private final Map<String, ?> about;

	private volatile @Nullable String reason;

	private volatile long count;

	/**
	 * @param about what every line says of the thing that is tried, for example
	 * {@code stream} and which one
	 */
	public RepeatingFailure(Logger logger, Map<String, ?> about) {
		this.logger = logger;
		this.about = Map.copyOf(about);
	}

	/**
	 * Notes a failure.
	 * @return the line that tells of it, to be completed and logged; nothing comes of it
	 * if the failure before was for the same reason
	 */
	public LoggingEventBuilder failed(Level level, String why) {
		this.lock.lock();
		try {
			long failures = this.count + 1;
			this.count = failures;
			if (why.equals(this.reason)) {
				return NOPLoggingEventBuilder.singleton();
			}
			this.reason = why;
			return line(level, why, failures);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that there is no failure now.
	 * @return the line that tells of their end at INFO, to be completed and logged;
	 * nothing comes of it if there was none
	 */
	public LoggingEventBuilder ended() {
		if (!isFailing()) {
			return NOPLoggingEventBuilder.singleton();
		}
		this.lock.lock();
		try {
			String ended = this.reason;
			long failures = this.count;
			this.reason = null;
			this.count = 0;
			return (ended != null) ? line(Level.INFO, ended, failures) : NOPLoggingEventBuilder.singleton();
		}
		finally {
			this.lock.unlock();
		}
	}

	private LoggingEventBuilder line(Level level, String why, long failures) {
		LoggingEventBuilder line = this.logger.atLevel(level);
		for (Map.Entry<String, ?> each : this.about.entrySet()) {
			line = line.addKeyValue(each.getKey(), each.getValue());
		}
		return line.addKeyValue("reason", why).addKeyValue("failures", failures);
	}

	/** Tells whether it fails now; cheap enough to be asked each time. */
	public boolean isFailing() {
		return this.reason != null;
	}

	/** Returns how many failures there are in a row; 0 if all is well. */
	public long count() {
		return this.count;
	}

}

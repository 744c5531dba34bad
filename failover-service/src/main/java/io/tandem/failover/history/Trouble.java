package io.tandem.failover.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A failure that repeats: logged at its first, at a change of reason, and at its end with
 * the count. Says how long to wait before the next try, twice as long each time. Confined
 * to one thread, but for {@link #isOn}.
 */
final class Trouble {

	private static final Duration FIRST = Duration.ofMillis(100);

	private final Logger logger;

	private final String begins;

	private final String ends;

	private final Duration longest;

	private volatile @Nullable String reason;

	private long failures;

	private Duration pause = FIRST;

	Trouble(Logger logger, String begins, String ends, Duration longest) {
		this.logger = logger;
		this.begins = begins;
		this.ends = ends;
		this.longest = longest;
	}

	/** Notes a failure and returns how long to wait. */
	Duration failed(String why, @Nullable Throwable cause) {
		this.failures++;
		if (!why.equals(this.reason)) {
			this.reason = why;
			this.logger.atWarn()
				.setCause(cause)
				.addKeyValue("reason", why)
				.addKeyValue("failures", this.failures)
				.log(this.begins);
		}
		Duration now = this.pause;
		Duration doubled = now.multipliedBy(2);
		this.pause = (doubled.compareTo(this.longest) < 0) ? doubled : this.longest;
		return now;
	}

	void succeeded() {
		if (this.reason != null) {
			this.logger.atInfo()
				.addKeyValue("reason", this.reason)
				.addKeyValue("failures", this.failures)
				.log(this.ends);
			this.reason = null;
		}
		this.failures = 0;
		this.pause = FIRST;
	}

	boolean isOn() {
		return this.reason != null;
	}

}

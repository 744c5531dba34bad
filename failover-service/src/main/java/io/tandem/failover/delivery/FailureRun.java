package io.tandem.failover.delivery;

import io.tandem.failover.detection.Tier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Failures in a row: logged at the first, at a change of the reason, and at the end with
 * their count. Written by one thread; the count can be read by any.
 */
final class FailureRun {

	private final Logger logger;

	private final String lane;

	private volatile int count;

	private @Nullable String reason;

	FailureRun(Logger logger, LaneName lane) {
		this.logger = logger;
		this.lane = lane.word();
	}

	/** Returns how many there are; 0 if all is well. */
	int count() {
		return this.count;
	}

	void failed(Tier tier, String reason, long next, @Nullable Exception cause) {
		int failures = this.count + 1;
		this.count = failures;
		if (!reason.equals(this.reason)) {
			this.reason = reason;
			this.logger.atWarn()
				.setCause(cause)
				.addKeyValue("lane", this.lane)
				.addKeyValue("tier", tier)
				.addKeyValue("reason", reason)
				.addKeyValue("failures", failures)
				.addKeyValue("next", next)
				.log("Cannot deliver; records wait in the spool");
		}
	}

	/** Ends the run because the tier has answered, or is not used any more. */
	void end(Tier tier, String how) {
		if (this.reason != null) {
			this.logger.atInfo()
				.addKeyValue("lane", this.lane)
				.addKeyValue("tier", tier)
				.addKeyValue("reason", this.reason)
				.addKeyValue("failures", this.count)
				.log(how);
			this.reason = null;
		}
		this.count = 0;
	}

}

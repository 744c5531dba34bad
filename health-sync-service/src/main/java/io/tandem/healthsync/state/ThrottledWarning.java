package io.tandem.healthsync.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs one kind of fault that anybody may repeat at any rate: at its first, and then at
 * most once in a while with how many there were since. Thread-safe, guarded by itself.
 */
final class ThrottledWarning {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Logger logger;

	private final String message;

	private long unreported;

	private @Nullable Instant lastLogged;

	ThrottledWarning(Logger logger, String message) {
		this.logger = logger;
		this.message = message;
	}

	/**
	 * @param reason what is wrong with this one
	 */
	synchronized void warn(Instant now, HealthMessage message, String reason) {
		this.unreported++;
		if (this.lastLogged != null && now.isBefore(this.lastLogged.plus(PAUSE))) {
			return;
		}
		this.logger.atWarn()
			.addKeyValue("stream", message.stream())
			.addKeyValue("sequence", message.position().sequence())
			.addKeyValue("reason", reason)
			.addKeyValue("count", this.unreported)
			.log(this.message);
		this.lastLogged = now;
		this.unreported = 0;
	}

}

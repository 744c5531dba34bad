package io.tandem.binder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessagingException;

/**
 * Logs a failure that repeats once when it begins, once when its reason changes, and with
 * its count when it ends. Thread-safe, guarded by itself.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private final String binding;

	private final String what;

	private @Nullable String reason;

	private long count;

	FailureLog(String binding, String what) {
		this.binding = binding;
		this.what = what;
	}

	synchronized void failed(Throwable thrown, String where, long tries) {
		// Spring's wrapper has the whole message in its text, which never repeats
		Throwable cause = (thrown instanceof MessagingException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		String now = cause.toString();
		this.count++;
		if (!now.equals(this.reason)) {
			this.reason = now;
			logger.atWarn()
				.addKeyValue("binding", this.binding)
				.addKeyValue("what", this.what)
				.addKeyValue("message", where)
				.addKeyValue("tries", tries)
				.addKeyValue("failures", this.count)
				.setCause(cause)
				.log("message failed");
		}
	}

	synchronized void succeeded() {
		if (this.count > 0) {
			logger.atInfo()
				.addKeyValue("binding", this.binding)
				.addKeyValue("what", this.what)
				.addKeyValue("failures", this.count)
				.log("messages succeed again");
		}
		this.count = 0;
		this.reason = null;
	}

}

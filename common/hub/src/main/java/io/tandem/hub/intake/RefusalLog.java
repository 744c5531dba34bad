package io.tandem.hub.intake;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refusals at the first, at a change of reason, and at the end with their number.
 * Thread-safe.
 */
final class RefusalLog {

	private static final Logger logger = LoggerFactory.getLogger(RefusalLog.class);

	private final AtomicReference<@Nullable Series> current = new AtomicReference<>();

	void refused(String reason, String detail) {
		Series before = this.current.getAndUpdate(
				(series) -> (series != null && series.reason.equals(reason)) ? series.next() : new Series(reason, 1));
		if (before == null || !before.reason.equals(reason)) {
			logger.atWarn().addKeyValue("reason", reason).addKeyValue("detail", detail).log("pushes are being refused");
		}
	}

	void accepted() {
		if (this.current.get() == null) {
			return;
		}
		Series ended = this.current.getAndSet(null);
		if (ended != null) {
			logger.atInfo()
				.addKeyValue("reason", ended.reason)
				.addKeyValue("refused", ended.count)
				.log("pushes are accepted again");
		}
	}

	private record Series(String reason, long count) {

		Series next() {
			return new Series(this.reason, this.count + 1);
		}

	}

}

package io.tandem.healthsync.alerting;

import io.tandem.alerts.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page at one of the levels it has reached: one alert for an Alertmanager. The levels
 * below the highest stay open, so that whoever was called there hears of the end, and of
 * no end before; Alertmanager hides them behind the highest. Immutable.
 *
 * @param until null while it is open
 * @param version another one for each change that a receiver is to know of at once
 */
record PagedLevel(Page page, Severity level, Instant since, @Nullable Instant until, long version) {

	PagedLevel {
		if (until != null && until.isBefore(since)) {
			until = since;
		}
	}

	String key() {
		return this.page.incident() + "/" + this.level.word();
	}

	boolean isOpen() {
		return this.until == null;
	}

	/**
	 * @param lifetime how long the receiver is to believe an open one that it does not
	 * hear of again
	 */
	Alert alert(Instant now, Duration lifetime) {
		Map<String, String> annotations = new LinkedHashMap<>();
		annotations.put("summary", this.page.summary());
		annotations.put("description", this.page.description());
		annotations.put("incident", this.page.incident());
		annotations.put("incident_severity", this.page.severity().word());
		if (this.page.url() != null) {
			annotations.put("runbook_url", this.page.url().toString());
		}
		if (this.page.acknowledged() != null) {
			annotations.put("acknowledged_by", this.page.acknowledged().by());
		}
		if (this.level != this.page.severity()) {
			annotations.put("escalated", "nobody has acknowledged it since " + this.page.startedAt());
		}
		Instant end = (this.until != null) ? this.until : now.plus(lifetime);
		return Alert.of(this.page.labels(this.level), annotations, this.since,
				end.isBefore(this.since) ? this.since : end);
	}

}

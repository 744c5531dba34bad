package io.tandem.healthsync.alerting;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a page may go unacknowledged at a level before it reaches the next. Zero for
 * ever. A pure function of page, time and these settings, so both machines come to the
 * same level by themselves. Immutable.
 *
 * @param warning before a warning becomes a degradation
 * @param degradation before that becomes critical
 */
record Escalation(@DefaultValue("15m") Duration warning, @DefaultValue("10m") Duration degradation) {

	/**
	 * @throws IllegalArgumentException if a duration is negative
	 */
	Escalation {
		if (warning.isNegative() || degradation.isNegative()) {
			throw new IllegalArgumentException("tandem.alerting.escalation must not be negative: warning=" + warning
					+ " degradation=" + degradation);
		}
	}

	/** Returns the level that the page has reached; never below its own severity. */
	Severity level(Page page, Instant now) {
		Instant until = now;
		if (page.acknowledged() != null && page.acknowledged().at().isBefore(until)) {
			until = page.acknowledged().at();
		}
		if (page.endedAt() != null && page.endedAt().isBefore(until)) {
			until = page.endedAt();
		}
		Severity level = page.severity();
		while (isRaised(page, level) && !since(page, next(level)).isAfter(until)) {
			level = next(level);
		}
		return level;
	}

	/**
	 * Returns when the page reaches a level, not below its own severity, if nobody
	 * acknowledges it.
	 */
	Instant since(Page page, Severity level) {
		Instant since = page.startedAt();
		for (Severity each = page.severity(); each.compareTo(level) < 0; each = next(each)) {
			since = since.plus(patience(each));
		}
		return since;
	}

	private boolean isRaised(Page page, Severity level) {
		return page.kind() != NodeKind.SUMMARY && !patience(level).isZero();
	}

	private Duration patience(Severity level) {
		return switch (level) {
			case WARNING -> this.warning;
			case DEGRADATION -> this.degradation;
			case CRITICAL -> Duration.ZERO;
		};
	}

	private static Severity next(Severity level) {
		return Severity.values()[level.ordinal() + 1];
	}

}

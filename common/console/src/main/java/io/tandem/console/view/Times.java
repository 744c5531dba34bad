package io.tandem.console.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts times into words. Immutable.
 *
 * @param now when the page is made
 */
public record Times(Instant now) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(".SSS", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	/** Returns the time as it is shown; null for null. */
	@Nullable When when(@Nullable Instant time) {
		return (time != null) ? at(time) : null;
	}

	/** Returns the time as it is shown. */
	When at(Instant time) {
		boolean today = LocalDate.ofInstant(time, ZoneOffset.UTC).equals(LocalDate.ofInstant(this.now, ZoneOffset.UTC));
		return new When(time.truncatedTo(ChronoUnit.MILLIS).toString(), (today ? TIME : DAY).format(time), ago(time));
	}

	/** Returns the time as it is shown where milliseconds matter. */
	When exact(Instant time) {
		When when = at(time);
		return new When(when.iso(), when.text() + MILLIS.format(time), when.ago());
	}

	private String ago(Instant time) {
		Duration passed = Duration.between(time, this.now);
		return (passed.toSeconds() < 1) ? "just now" : lasted(passed) + " ago";
	}

	/** Returns a duration in its largest unit, or in its two largest from minutes on. */
	static String lasted(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds < 60) {
			return (seconds > 0) ? seconds + " s" : duration.toMillis() + " ms";
		}
		if (seconds < 3600) {
			return two(seconds / 60, "min", seconds % 60, "s");
		}
		if (seconds < 86_400) {
			return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
		}
		return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
	}

	private static String two(long large, String unit, long small, String smallUnit) {
		return large + " " + unit + ((small > 0) ? " " + small + " " + smallUnit : "");
	}

}

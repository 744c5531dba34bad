package io.tandem.healthsync.desk;

import io.tandem.service.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a person wants of an incident, as it came.
 *
 * @param name who it is
 * @param reason why
 * @param duration for how long, ISO-8601; of a silence only
 */
record Wish(@Nullable String name, @Nullable String reason, @Nullable String duration) {

	private static final int MAX_NAME = 100;

	private static final int MAX_REASON = 500;

	private static final Duration LONGEST = Duration.ofDays(7);

	/** Returns who it is. */
	String by() {
		return (this.name != null) ? this.name : "";
	}

	String why() {
		return (this.reason != null) ? this.reason : "";
	}

	/**
	 * Returns until when.
	 * @throws ProblemException if anything is wrong with it, naming all that is
	 */
	Instant until(Instant now) {
		List<Fault> faults = faults();
		Duration wanted = null;
		try {
			wanted = (this.duration != null) ? Duration.parse(this.duration) : null;
		}
		catch (DateTimeException ex) {
			// said below
		}
		if (wanted == null || !wanted.isPositive() || wanted.compareTo(LONGEST) > 0) {
			faults.add(new Fault("duration", "must be ISO-8601, above zero and at most " + LONGEST));
		}
		refuse(faults);
		return now.plus((wanted != null) ? wanted : Duration.ZERO);
	}

	/**
	 * Checks what every wish needs.
	 * @throws ProblemException if anything is wrong with it, naming all that is
	 */
	void check() {
		refuse(faults());
	}

	/** Tells whether a name and a reason are such as may be said. */
	static boolean isGood(String name, String reason) {
		return !name.isBlank() && name.length() <= MAX_NAME && !reason.isBlank() && reason.length() <= MAX_REASON;
	}

	private List<Fault> faults() {
		List<Fault> faults = new ArrayList<>();
		if (by().isBlank() || by().length() > MAX_NAME) {
			faults.add(new Fault("name", "must have 1 to " + MAX_NAME + " characters"));
		}
		if (why().isBlank() || why().length() > MAX_REASON) {
			faults.add(new Fault("reason", "must have 1 to " + MAX_REASON + " characters"));
		}
		return faults;
	}

	private static void refuse(List<Fault> faults) {
		if (!faults.isEmpty()) {
			ProblemException problem = new ProblemException(HttpStatus.BAD_REQUEST, "invalid-wish",
					"nothing was changed; see errors");
			problem.getBody().setProperty("errors", faults);
			throw problem;
		}
	}

	/**
	 * What is wrong with one field.
	 *
	 * @param problem what it must be
	 */
	record Fault(String field, String problem) {
	}

}

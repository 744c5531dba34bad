package io.tandem.healthsync.uptime;

import io.tandem.service.ProblemException;
import io.tandem.wire.uptime.UptimeRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what this machine has seen of the availability of all. */
@RestController
class UptimeController {

	private static final Duration USUAL = Duration.ofHours(1);

	private final UptimeStore store;

	private final Clock clock;

	UptimeController(UptimeStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Returns the runs of all machines.
	 * @param from absent for an hour before the end
	 * @param to absent for now
	 */
	@GetMapping("/api/v1/uptime")
	UptimeRecord uptime(@RequestParam(required = false) @Nullable Instant from,
			@RequestParam(required = false) @Nullable Instant to) {
		Instant end = (to != null) ? to : this.clock.instant();
		Instant start = (from != null) ? from : end.minus(USUAL);
		if (!start.isBefore(end)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-time",
					"from must be before to: from=" + start + " to=" + end);
		}
		return this.store.record(start, end);
	}

}

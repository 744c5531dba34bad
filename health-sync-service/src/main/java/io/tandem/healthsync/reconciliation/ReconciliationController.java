package io.tandem.healthsync.reconciliation;

import io.tandem.healthsync.history.HistoryEvent;
import io.tandem.healthsync.history.HistoryMinutes;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows how this machine's history compares with its origins', and tells others minute by
 * minute what it has.
 */
@RestController
@RequestMapping("/api/v1/reconciliation")
class ReconciliationController {

	private static final Duration MOST = Duration.ofHours(25);

	private final Reconciliation reconciliation;

	private final HistoryMinutes history;

	private final MachineProperties fleet;

	private final InstantSource clock;

	ReconciliationController(Reconciliation reconciliation, HistoryMinutes history, MachineProperties fleet,
			InstantSource clock) {
		this.reconciliation = reconciliation;
		this.history = history;
		this.fleet = fleet;
		this.clock = clock;
	}

	@GetMapping
	Comparisons comparisons() {
		return new Comparisons(this.fleet.machine(), this.clock.instant(), this.reconciliation.comparisons());
	}

	/** Returns the digests of an origin's minutes, as this machine's history has them. */
	@GetMapping("/{origin}/minutes")
	OriginMinutes minutes(@PathVariable String origin, @RequestParam Instant from, @RequestParam Instant to) {
		require(origin);
		if (!from.isBefore(to) || from.plus(MOST).isBefore(to)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-time",
					"from must be before to, by " + MOST + " at most: from=" + from + " to=" + to);
		}
		try {
			// what is read meanwhile is not complete yet
			Instant completeTo = this.history.completeTo(origin);
			return new OriginMinutes(this.fleet.machine(), origin, completeTo, this.history.digests(origin, from, to));
		}
		catch (DataAccessException | TransactionException ex) {
			throw unavailable();
		}
	}

	/** Returns an origin's reports of one minute, in the order of its stream. */
	@GetMapping("/{origin}/minutes/{minute}/events")
	OriginEvents events(@PathVariable String origin, @PathVariable Instant minute,
			@RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "100") int limit) {
		require(origin);
		if (limit < 1 || limit > ReconciliationProperties.MOST_EVENTS || offset < 0
				|| !minute.equals(minute.truncatedTo(ChronoUnit.MINUTES))) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-page",
					"limit must be 1 to " + ReconciliationProperties.MOST_EVENTS
							+ ", offset 0 or more, the minute a whole one: limit=" + limit + " offset=" + offset
							+ " minute=" + minute);
		}
		try {
			List<HistoryEvent> events = this.history.page(origin, minute, offset, limit);
			return new OriginEvents(events, (events.size() == limit) ? offset + limit : null);
		}
		catch (DataAccessException | TransactionException ex) {
			throw unavailable();
		}
	}

	private void require(String origin) {
		if (this.fleet.all().stream().noneMatch((machine) -> machine.name().equals(origin))) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-machine",
					"'%s' is not a machine of this fleet; known are %s".formatted(origin,
							this.fleet.all().stream().map(Machine::name).toList()));
		}
	}

	private static ProblemException unavailable() {
		return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "history-unavailable",
				"the history cannot be read now", Duration.ofSeconds(5));
	}

	/**
	 * How this machine compares.
	 *
	 * @param origins the other machines whose address is known, by name
	 */
	record Comparisons(String machine, Instant asOf, Map<String, OriginComparison> origins) {
	}

}

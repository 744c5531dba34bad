package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Observation;
import io.tandem.service.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows incidents, and takes what people say of them. */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentController {

	private static final int MOST = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration LOOK_EVERY = Duration.ofMillis(20);

	private final IncidentDesk desk;

	private final JpaIncidentStore store;

	private final InstantSource clock;

	IncidentController(IncidentDesk desk, JpaIncidentStore store, InstantSource clock) {
		this.desk = desk;
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Returns the newest incidents, the newest first: those that are not over and what
	 * may become one, and with {@code all} those that are over as well.
	 */
	@GetMapping
	Incidents incidents(@RequestParam(defaultValue = "false") boolean all,
			@RequestParam(defaultValue = "100") int limit) {
		if (limit < 1 || limit > MOST) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-limit",
					"limit must be 1 to " + MOST + ": limit=" + limit);
		}
		EngineState state = this.desk.state();
		Map<String, Incident> incidents = new LinkedHashMap<>();
		if (all) {
			stored(limit).forEach((incident) -> incidents.put(incident.id(), incident));
			state.closed().forEach((incident) -> incidents.put(incident.id(), incident));
		}
		state.opening().forEach((incident) -> incidents.putIfAbsent(incident.id(), incident));
		state.active().forEach((incident) -> incidents.put(incident.id(), incident));
		List<Incident> sorted = new ArrayList<>(incidents.values());
		sorted.sort((one, other) -> other.openedAt().compareTo(one.openedAt()));
		return new Incidents(sorted.stream().limit(limit).map(IncidentView::of).toList());
	}

	@GetMapping("/{id}")
	IncidentView incident(@PathVariable String id) {
		return IncidentView.of(require(id));
	}

	/** Notes that someone works on it, so that it is not raised any further. */
	@PostMapping("/{id}/acknowledge")
	IncidentView acknowledge(@PathVariable String id, @RequestBody Wish wish) {
		wish.check();
		return say(id, new Observation.Acknowledged(id, wish.by(), wish.why()), (incident) -> {
			Incident.Acknowledgement by = incident.acknowledged();
			return by != null && by.by().equals(wish.by()) && by.reason().equals(wish.why());
		});
	}

	/** Has nobody called for it any more for a while. */
	@PostMapping("/{id}/silence")
	IncidentView silence(@PathVariable String id, @RequestBody Wish wish) {
		Observation.Silenced silenced = new Observation.Silenced(id, wish.by(), wish.why(),
				wish.until(this.clock.instant()));
		return say(id, silenced, (incident) -> silenced.until().equals(incident.silencedUntil()));
	}

	private IncidentView say(String id, Observation word, Predicate<Incident> isSaid) {
		if (this.desk.active(id) == null) {
			require(id);
			throw new ProblemException(HttpStatus.CONFLICT, "incident-not-open",
					"the incident is over, or has not been opened yet: id=" + id);
		}
		if (!this.desk.say(word)) {
			throw busy();
		}
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			Incident incident = this.desk.active(id);
			if (incident != null && isSaid.test(incident)) {
				return IncidentView.of(incident);
			}
			await();
		}
		throw busy();
	}

	private static void await() {
		try {
			Thread.sleep(LOOK_EVERY);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw busy();
		}
	}

	private static ProblemException busy() {
		return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "incident-desk-busy",
				"the incident engine has not taken it yet; look at the incident, then try again",
				Duration.ofSeconds(5));
	}

	private Incident require(String id) {
		return this.desk.state()
			.find(id)
			.or(() -> this.desk.state().closed().stream().filter((incident) -> incident.id().equals(id)).findFirst())
			.or(() -> find(id))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-incident",
					"there is no incident of that identity, or it is no longer kept: id=" + id));
	}

	private List<Incident> stored(int limit) {
		try {
			return this.store.newest(limit);
		}
		catch (DataAccessException | TransactionException ex) {
			throw away();
		}
	}

	private Optional<Incident> find(String id) {
		try {
			return this.store.find(id);
		}
		catch (DataAccessException | TransactionException ex) {
			throw away();
		}
	}

	private static ProblemException away() {
		return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "incident-store-unavailable",
				"incidents that are over cannot be read now", Duration.ofSeconds(5));
	}

	/** Some incidents. */
	record Incidents(List<IncidentView> incidents) {
	}

}

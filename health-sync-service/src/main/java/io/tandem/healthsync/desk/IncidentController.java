package io.tandem.healthsync.desk;

import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.incident.Answer;
import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.healthsync.streams.Freshness;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.service.ListLimit;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

/**
 * Shows incidents, and takes what people say of them. What is said here holds on the
 * other machines as soon as they can hear of it.
 */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentController {

	private static final int MOST = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration LOOK_EVERY = Duration.ofMillis(20);

	private final IncidentDesk desk;

	private final JpaIncidentStore store;

	private final FleetHealth health;

	private final StreamStates streams;

	private final MachineProperties machine;

	private final InstantSource clock;

	IncidentController(IncidentDesk desk, JpaIncidentStore store, FleetHealth health, StreamStates streams,
			MachineProperties machine, InstantSource clock) {
		this.desk = desk;
		this.store = store;
		this.health = health;
		this.streams = streams;
		this.machine = machine;
		this.clock = clock;
	}

	/**
	 * Returns the newest incidents, the newest first: those that are not over and what
	 * may become one, and with {@code all} those that are over as well.
	 */
	@GetMapping
	Incidents incidents(@RequestParam(defaultValue = "false") boolean all,
			@RequestParam(defaultValue = "100") int limit) {
		ListLimit.require(limit, MOST);
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
		return new Incidents(sorted.stream().limit(limit).map(this::view).toList());
	}

	@GetMapping("/{id}")
	IncidentView incident(@PathVariable String id) {
		return view(require(id));
	}

	/** Notes that someone works on it, so that it is not raised any further. */
	@PostMapping("/{id}/acknowledge")
	IncidentView acknowledge(@PathVariable String id, @RequestBody Wish wish) {
		wish.check();
		return say(id, Incident::acknowledged,
				(at) -> new Answer.Acknowledgement(wish.by(), wish.why(), at, this.machine.machine()));
	}

	/** Has nobody called for it any more for a while. */
	@PostMapping("/{id}/silence")
	IncidentView silence(@PathVariable String id, @RequestBody Wish wish) {
		Instant until = wish.until(this.clock.instant());
		return say(id, Incident::silenced,
				(at) -> new Answer.Silence(wish.by(), wish.why(), until, at, this.machine.machine()));
	}

	private <T extends Answer> IncidentView say(String id, Function<Incident, @Nullable T> current,
			Function<Instant, T> answer) {
		Incident before = this.desk.active(id);
		if (before == null) {
			require(id);
			throw new ProblemException(HttpStatus.CONFLICT, "incident-not-open",
					"the incident is over, or has not been opened yet: id=" + id);
		}
		T said = answer.apply(after(current.apply(before)));
		if (!this.desk.say(new Observation.Answered(id, AnswerEvent.root(before), said))) {
			throw busy();
		}
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			Incident incident = this.desk.active(id);
			if (incident != null && !said.isAfter(current.apply(incident))) {
				return view(incident);
			}
			await();
		}
		throw busy();
	}

	/**
	 * Returns the time of an answer: after the one that its giver can see, also if that
	 * comes from a machine whose clock is ahead.
	 */
	private Instant after(@Nullable Answer seen) {
		Instant now = this.clock.instant();
		return (seen == null || seen.at().isBefore(now)) ? now : seen.at().plusNanos(1);
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

	private IncidentView view(Incident incident) {
		return this.health.machine(incident.machine())
			.filter((machine) -> incident.kind() != NodeKind.LINK)
			.map((machine) -> {
				StreamPosition newest = machine.newest();
				return IncidentView.of(incident, Freshness.of(incident.machine(),
						this.streams.state(incident.machine()), (newest != null) ? newest.storedAt() : null));
			})
			.orElseGet(() -> IncidentView.of(incident));
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

package io.tandem.healthsync.history;

import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.service.ListLimit;
import io.tandem.service.ProblemException;
import io.tandem.wire.health.HealthStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what agents reported, and how all of them were at a time. */
@RestController
@RequestMapping("/api/v1/health")
class HistoryController {

	private static final int MOST = 1000;

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HistoryStore store;

	private final FleetHealth fleet;

	private final HistoryProperties settings;

	private final Clock clock;

	HistoryController(HistoryStore store, FleetHealth fleet, HistoryProperties settings, Clock clock) {
		this.store = store;
		this.fleet = fleet;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Returns an agent's reports, newest first: every change, and some in between.
	 * @param from the earliest time that is shown, by the clock of the agent's machine;
	 * absent for all that is kept
	 * @param to the first time after what is shown: the last page's {@code next}; absent
	 * for now
	 */
	@GetMapping("/{machine}/{agent}/history")
	Page history(@PathVariable String machine, @PathVariable String agent,
			@RequestParam(required = false) @Nullable Instant from,
			@RequestParam(required = false) @Nullable Instant to, @RequestParam(defaultValue = "100") int limit) {
		requireMachine(machine);
		ListLimit.require(limit, MOST);
		Instant earliest = (from != null) ? from : oldestKept();
		Instant end = (to != null) ? to : this.clock.instant().plus(this.settings.retainFor());
		if (!earliest.isBefore(end)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-time",
					"from must be before to: from=" + earliest + " to=" + end);
		}
		List<StoredReport> reports = this.store.page(machine, agent, earliest, end, limit);
		return new Page(reports.stream().map(ReportView::of).toList(),
				(reports.size() == limit) ? reports.getLast().storedAt() : null);
	}

	/**
	 * Returns what every agent had last reported at a time, as far as it is kept: its
	 * status exactly, its figures from a trail.
	 */
	@GetMapping("/at")
	StateAt at(@RequestParam Instant time) {
		if (time.isAfter(this.clock.instant())) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-time", "time is in the future: time=" + time);
		}
		if (time.isBefore(oldestKept())) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-time",
					"reports are kept for " + this.settings.retainFor() + " only: time=" + time);
		}
		Map<String, MachineAt> machines = new LinkedHashMap<>();
		this.fleet.machines().keySet().forEach((machine) -> {
			StreamPosition position = this.store.position(machine);
			machines.put(machine, new MachineAt((position != null) ? position.storedAt() : null,
					this.store.at(machine, time).stream().map(ReportView::of).toList()));
		});
		return new StateAt(time, machines);
	}

	private Instant oldestKept() {
		return this.clock.instant().minus(this.settings.retainFor());
	}

	private void requireMachine(String machine) {
		if (this.fleet.machine(machine).isEmpty()) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-machine",
					"'%s' is not a machine of this fleet; known are %s".formatted(machine,
							this.fleet.machines().keySet()));
		}
	}

	/**
	 * Some reports.
	 *
	 * @param next {@code to} for the page that follows; null if there is none
	 */
	record Page(List<ReportView> reports, @Nullable Instant next) {
	}

	/**
	 * All agents at a time.
	 *
	 * @param machines by name, the showing one first
	 */
	record StateAt(Instant time, Map<String, MachineAt> machines) {
	}

	/**
	 * One machine's agents at a time.
	 *
	 * @param completeTo up to when its reports are in the history; null while none is
	 * @param agents by name
	 */
	record MachineAt(@Nullable Instant completeTo, List<ReportView> agents) {
	}

	/**
	 * A report as it is shown.
	 *
	 * @param receivedAt when its machine's stream stored it, by that machine's clock
	 * @param kind why it is kept: {@code first}, {@code status}, {@code life},
	 * {@code trail} or {@code late}
	 * @param previous what the agent was before; null where nothing was known
	 * @param timestamp when the agent says it was so, by its clock
	 */
	record ReportView(String agent, Instant receivedAt, String kind, HealthStatus status,
			@Nullable HealthStatus previous, Instant timestamp, @Nullable String epoch, long sequence,
			long streamSequence, JsonNode metrics, @Nullable String message) {

		static ReportView of(StoredReport stored) {
			JsonNode report = JSON.readTree(stored.json());
			return new ReportView(stored.agent(), stored.storedAt(), stored.kind().word(), stored.status(),
					stored.previous(), Instant.parse(report.path("timestamp").asString()), stored.epoch(),
					stored.sequence(), stored.streamSequence(), report.path("metrics"),
					report.path("message").asString(null));
		}

	}

}

package io.tandem.failover.history;

import io.tandem.failover.history.Decision.Kind;
import io.tandem.service.ListLimit;
import io.tandem.service.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Shows what was decided and why. */
@RestController
@RequestMapping("/api/v1/failover")
class HistoryController {

	private static final int MOST = 1000;

	private final HistoryStore store;

	private final Incidents incidents;

	HistoryController(HistoryStore store, Incidents incidents) {
		this.store = store;
		this.incidents = incidents;
	}

	/**
	 * Returns decisions without their evidence, newest first.
	 * @param before only those with lower numbers: the last page's {@code next}
	 * @param kind {@code tier}, {@code route} or {@code override}; absent for all
	 */
	@GetMapping("/decisions")
	Page decisions(@RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable Long before,
			@RequestParam(required = false) @Nullable String kind) {
		ListLimit.require(limit, MOST);
		List<DecisionView> views = this.store
			.decisions((before != null) ? before : Long.MAX_VALUE, (kind != null) ? kind(kind) : null, limit)
			.stream()
			.map(DecisionView::of)
			.toList();
		return new Page(views, (views.size() == limit) ? views.getLast().number() : null);
	}

	private static Kind kind(String word) {
		for (Kind kind : Kind.values()) {
			if (kind.word().equals(word)) {
				return kind;
			}
		}
		throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-kind",
				"kind must be tier, route or override: kind=" + word);
	}

	/** Returns a decision and what it was made from. */
	@GetMapping("/decisions/{number}")
	WholeDecisionView decision(@PathVariable long number) {
		return this.store.decision(number)
			.map((decision) -> new WholeDecisionView(DecisionView.of(decision), EventJson.tree(decision.evidence())))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-decision",
					"there is no such decision, or it is not stored yet, or too old: number=" + number));
	}

	/** Returns incidents, newest first; one that is not stored yet is there, too. */
	@GetMapping("/incidents")
	List<IncidentView> incidents(@RequestParam(defaultValue = "100") int limit) {
		ListLimit.require(limit, MOST);
		Map<UUID, Incident> all = new TreeMap<>();
		this.store.incidents(limit).forEach((incident) -> all.put(incident.id(), incident));
		this.incidents.live().forEach((incident) -> all.put(incident.id(), incident));
		List<Incident> newest = new ArrayList<>(all.values());
		newest.sort((left, right) -> right.openedAt().compareTo(left.openedAt()));
		return newest.stream().limit(limit).map(IncidentView::of).toList();
	}

	/**
	 * Some decisions.
	 *
	 * @param next {@code before} for the page that follows; null if there is none
	 */
	record Page(List<DecisionView> decisions, @Nullable Long next) {
	}

	/** A decision as it is shown in a list. */
	record DecisionView(long number, String epoch, Instant at, String kind, @Nullable String tier, String from,
			String to, String trigger, String why, Instant storedAt, @Nullable Instant publishedAt) {

		static DecisionView of(StoredDecision decision) {
			return new DecisionView(decision.number(), decision.epoch(), decision.at(), decision.kind().word(),
					decision.tier(), decision.from(), decision.to(), decision.trigger(), decision.why(),
					decision.storedAt(), decision.publishedAt());
		}

	}

	/** A decision with all it was made from. */
	record WholeDecisionView(@com.fasterxml.jackson.annotation.JsonUnwrapped DecisionView decision,
			@Nullable JsonNode evidence) {
	}

	/** An incident. */
	record IncidentView(UUID id, String severity, boolean open, Instant openedAt, long openedBy,
			@Nullable Instant closedAt, @Nullable Long closedBy, String tier, int moves, long lastDecision,
			String summary, String why, boolean announced) {

		static IncidentView of(Incident incident) {
			return new IncidentView(incident.id(), incident.severity().word(), incident.isOpen(), incident.openedAt(),
					incident.openedBy(), incident.closedAt(), incident.closedBy(), incident.tier().toString(),
					incident.moves(), incident.lastDecision(), incident.summary(), incident.why(),
					incident.announced().openedPublished()
							&& (incident.isOpen() || incident.announced().closedPublished()));
		}

	}

}

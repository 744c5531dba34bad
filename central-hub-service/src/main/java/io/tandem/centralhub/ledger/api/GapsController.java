package io.tandem.centralhub.ledger.api;

import io.tandem.centralhub.ledger.Ledger;
import io.tandem.centralhub.ledger.api.LedgerController.GapView;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.service.ListLimit;
import io.tandem.service.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells whoever sees a hole in a graph when records were missing, why, and what became of
 * it.
 */
@RestController
class GapsController {

	private static final int MOST = 10_000;

	private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

	private final Ledger ledger;

	private final ReloadingFleet fleet;

	GapsController(Ledger ledger, ReloadingFleet fleet) {
		this.ledger = ledger;
		this.fleet = fleet;
	}

	/**
	 * Returns gaps that were open in a time, newest first.
	 * @param agent an agent of the fleet; the ledger knows only whose gateway numbered
	 * the records, so all gaps of that agent's machine are its
	 * @param from null for since ever
	 * @param to null for until now
	 */
	@GetMapping("/api/v1/gaps")
	Gaps gaps(@RequestParam(required = false) @Nullable String agent,
			@RequestParam(required = false) @Nullable Instant from,
			@RequestParam(required = false) @Nullable Instant to, @RequestParam(defaultValue = "1000") int limit) {
		ListLimit.require(limit, MOST);
		Instant begin = (from != null) ? from : Instant.EPOCH;
		Instant end = (to != null) ? to : FAR;
		if (!begin.isBefore(end)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-range",
					"from must be before to: from=" + begin + " to=" + end);
		}
		String origin = (agent != null) ? machineOf(agent) : null;
		return new Gaps(agent, origin,
				this.ledger.gapsOfRecords(origin, begin, end, limit).stream().map(GapView::of).toList());
	}

	private String machineOf(String agent) {
		return this.fleet.current()
			.find(agent)
			.map(FleetAgent::machine)
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-agent",
					"the fleet file names no such agent: agent=" + agent));
	}

	/**
	 * Gaps of records.
	 *
	 * @param agent who was asked for; null for all
	 * @param origin the machine whose gaps these are; null for all
	 */
	record Gaps(@Nullable String agent, @Nullable String origin, List<GapView> gaps) {
	}

}

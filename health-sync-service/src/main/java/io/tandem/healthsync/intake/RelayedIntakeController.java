package io.tandem.healthsync.intake;

import io.tandem.healthsync.relay.RelayedStore;
import io.tandem.healthsync.relay.RelayedStore.Outcome;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes one report of another machine's agent from that machine's service, and keeps it
 * until the other machine takes it home. It goes into this machine's stream or nowhere,
 * so no report is ever passed round.
 */
@RestController
class RelayedIntakeController {

	private final MachineProperties self;

	private final ReportRequests requests;

	private final RelayedStore store;

	private final HealthIntakeProperties settings;

	RelayedIntakeController(MachineProperties self, ReportRequests requests, RelayedStore store,
			HealthIntakeProperties settings) {
		this.self = self;
		this.requests = requests;
		this.store = store;
		this.settings = settings;
	}

	@PostMapping(path = "/api/v1/health/relayed/{machine}", consumes = MediaType.APPLICATION_JSON_VALUE)
	Kept take(@PathVariable String machine, HttpServletRequest request) throws IOException {
		if (!this.self.peers().contains(machine)) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-machine",
					"'%s' is not another machine of this fleet; known are %s".formatted(machine, this.self.peers()));
		}
		List<OwnReport> reports = this.requests.read(machine, request);
		if (reports.size() != 1) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "invalid-health-report",
					"nothing was stored: one report at a time is relayed, and there are " + reports.size());
		}
		OwnReport report = reports.getFirst();
		return switch (this.store.store(report.report(), report.messageId(), report.json())) {
			case Outcome.Stored stored -> new Kept(this.self.machine(), stored.stream(), stored.sequence());
			case Outcome.Refused _ ->
				throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "health-store-unavailable",
						"this machine's stream of relayed reports did not take it, either", this.settings.retryAfter());
		};
	}

	/**
	 * The answer for a report that is kept.
	 *
	 * @param storedBy this machine
	 * @param stream the stream it is in
	 * @param sequence its number there
	 */
	record Kept(String storedBy, String stream, long sequence) {
	}

}

package io.tandem.healthsync.intake;

import io.tandem.healthsync.relay.RelayedStore;
import io.tandem.healthsync.relay.RelayedStore.Outcome;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes reports of another machine's agents, one or an array of them, from that machine's
 * service or gateway, and keeps them until the other machine takes them home. They go
 * into this machine's stream or nowhere, so no report is ever passed round.
 */
@RestController
class RelayedIntakeController {

	private final MachineProperties self;

	private final ReportRequests requests;

	private final RelayedStore store;

	RelayedIntakeController(MachineProperties self, ReportRequests requests, RelayedStore store) {
		this.self = self;
		this.requests = requests;
		this.store = store;
	}

	@PostMapping(path = "/api/v1/health/relayed/{machine}", consumes = MediaType.APPLICATION_JSON_VALUE)
	Kept take(@PathVariable String machine, HttpServletRequest request) throws IOException {
		if (!this.self.peers().contains(machine)) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-machine",
					"'%s' is not another machine of this fleet; known are %s".formatted(machine, this.self.peers()));
		}
		List<OwnReport> reports = this.requests.read(machine, request);
		Outcome.@Nullable Stored last = null;
		for (int stored = 0; stored < reports.size(); stored++) {
			OwnReport report = reports.get(stored);
			switch (this.store.store(report.report(), report.messageId(), report.json())) {
				case Outcome.Stored kept -> last = kept;
				case Outcome.Refused _ -> throw this.requests.unavailable(
						"this machine's stream of relayed reports did not take the report, either; send the request again",
						stored, reports.size());
			}
		}
		// a request without a report is not valid
		Outcome.Stored kept = Objects.requireNonNull(last);
		return new Kept(this.self.machine(), kept.stream(), kept.sequence());
	}

	/**
	 * The answer for reports that are kept.
	 *
	 * @param storedBy this machine
	 * @param stream the stream they are in
	 * @param sequence the last one's number there
	 */
	record Kept(String storedBy, String stream, long sequence) {
	}

}

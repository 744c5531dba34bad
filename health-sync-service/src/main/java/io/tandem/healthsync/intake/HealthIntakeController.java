package io.tandem.healthsync.intake;

import io.tandem.healthsync.intake.ReportStore.Outcome;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes health reports of this machine's agents, one or an array of them, in the form of
 * {@code docs/health-report.schema.json}. All are stored, here or by another machine, or
 * the request fails; a request that failed can be sent again as it is, what was stored of
 * it is not stored twice.
 */
@RestController
class HealthIntakeController {

	private static final Logger logger = LoggerFactory.getLogger(HealthIntakeController.class);

	private final String machine;

	private final ReportRequests requests;

	private final ReportStore store;

	private final IntakeMeters meters;

	HealthIntakeController(MachineProperties self, ReportRequests requests, ReportStore store, IntakeMeters meters) {
		this.machine = self.machine();
		this.requests = requests;
		this.store = store;
		this.meters = meters;
	}

	/** Answers without a body if this machine has stored all of it. */
	@PostMapping(path = "/api/v1/health", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<StoredBy> take(HttpServletRequest request) throws IOException {
		List<OwnReport> reports = this.requests.read(this.machine, request);
		String storedBy = null;
		for (int stored = 0; stored < reports.size(); stored++) {
			switch (this.store.store(reports.get(stored))) {
				case Outcome.Stored _ -> this.meters.count("stored");
				case Outcome.Relayed relayed -> {
					this.meters.count("relayed");
					storedBy = relayed.by();
				}
				case Outcome.Refused refused -> throw refused(refused, stored, reports.size());
			}
		}
		return (storedBy != null) ? ResponseEntity.ok(new StoredBy(storedBy)) : ResponseEntity.noContent().build();
	}

	private ProblemException refused(Outcome.Refused refused, int stored, int total) {
		this.meters.count("refused");
		logger.atDebug()
			.addKeyValue("reason", refused.reason())
			.addKeyValue("relay", refused.relay())
			.log("health report not stored");
		ProblemException problem = this.requests.unavailable(
				"neither this machine's health stream nor another machine took the report; send the request again",
				stored, total);
		@Nullable String relay = refused.relay();
		if (relay != null) {
			problem.getBody().setProperty("relay", relay);
		}
		return problem;
	}

	/**
	 * The answer for reports that this machine could not store itself.
	 *
	 * @param storedBy the machine that keeps them for now, the last one if there were
	 * several
	 */
	record StoredBy(String storedBy) {
	}

}

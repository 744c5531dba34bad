package io.tandem.healthsync.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.intake.ReportStore.Outcome;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes health reports of this machine's agents, one or an array of them, in the form of
 * {@code docs/health-report.schema.json}. All are stored or the request fails; a request
 * that failed can be sent again as it is, what was stored of it is not stored twice.
 */
@RestController
class HealthIntakeController {

	private static final Logger logger = LoggerFactory.getLogger(HealthIntakeController.class);

	private final ReportReader reader;

	private final ReportStore store;

	private final HealthIntakeProperties settings;

	private final MeterRegistry registry;

	HealthIntakeController(ReportReader reader, ReportStore store, HealthIntakeProperties settings,
			MeterRegistry registry) {
		this.reader = reader;
		this.store = store;
		this.settings = settings;
		this.registry = registry;
	}

	@PostMapping(path = "/api/v1/health", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void take(HttpServletRequest request) throws IOException {
		List<OwnReport> reports = read(body(request));
		for (int stored = 0; stored < reports.size(); stored++) {
			OwnReport report = reports.get(stored);
			switch (this.store.store(report.agent(), report.messageId(), report.json())) {
				case Outcome.Stored taken -> count("stored");
				case Outcome.Refused refused -> throw refused(refused.reason(), stored, reports.size());
			}
		}
	}

	private byte[] body(HttpServletRequest request) throws IOException {
		int limit = Math.toIntExact(this.settings.maxBody().toBytes());
		byte[] body = request.getInputStream().readNBytes(limit + 1);
		if (body.length > limit) {
			count("invalid");
			throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE, "health-report-too-large",
					"the body is longer than %d bytes; send fewer reports at once".formatted(limit));
		}
		return body;
	}

	private List<OwnReport> read(byte[] body) {
		try {
			return this.reader.read(body);
		}
		catch (FaultyRequestException ex) {
			count("invalid");
			ProblemException problem = new ProblemException(HttpStatus.BAD_REQUEST, "invalid-health-report",
					"nothing was stored; see errors, and docs/health-report.schema.json for the form");
			problem.getBody().setProperty("errors", ex.faults());
			throw problem;
		}
	}

	private ProblemException refused(String reason, int stored, int total) {
		count("refused");
		logger.atDebug().addKeyValue("reason", reason).log("health report not stored");
		ProblemException problem = new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "health-store-unavailable",
				"this machine's health stream did not take the report; send the request again",
				this.settings.retryAfter());
		problem.getBody().setProperty("stored", stored);
		problem.getBody().setProperty("total", total);
		return problem;
	}

	private void count(String outcome) {
		Counter.builder("tandem.health.intake")
			.description("Reports taken by HTTP; invalid requests count once")
			.baseUnit("reports")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

}

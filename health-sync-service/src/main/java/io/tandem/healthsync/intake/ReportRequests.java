package io.tandem.healthsync.intake;

import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads requests that carry reports, within their limits. Thread-safe. */
@Component
class ReportRequests {

	private final ReportReader reader;

	private final HealthIntakeProperties settings;

	private final IntakeMeters meters;

	ReportRequests(ReportReader reader, HealthIntakeProperties settings, IntakeMeters meters) {
		this.reader = reader;
		this.settings = settings;
		this.meters = meters;
	}

	/**
	 * Returns the valid reports of that machine's agents that the request carries.
	 * @throws ProblemException if it is too large, or anything in it is not valid
	 */
	List<OwnReport> read(String machine, HttpServletRequest request) throws IOException {
		byte[] body = body(request);
		try {
			return this.reader.read(machine, body);
		}
		catch (FaultyRequestException ex) {
			this.meters.count("invalid");
			ProblemException problem = new ProblemException(HttpStatus.BAD_REQUEST, "invalid-health-report",
					"nothing was stored; see errors, and docs/health-report.schema.json for the form");
			problem.getBody().setProperty("errors", ex.faults());
			throw problem;
		}
	}

	/**
	 * Returns the problem of a request that is to be sent again.
	 * @param stored how many of its reports were stored, the first ones
	 */
	ProblemException unavailable(String detail, int stored, int total) {
		ProblemException problem = new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "health-store-unavailable",
				detail, this.settings.retryAfter());
		problem.getBody().setProperty("stored", stored);
		problem.getBody().setProperty("total", total);
		return problem;
	}

	private byte[] body(HttpServletRequest request) throws IOException {
		int limit = Math.toIntExact(this.settings.maxBody().toBytes());
		byte[] body = request.getInputStream().readNBytes(limit + 1);
		if (body.length > limit) {
			this.meters.count("invalid");
			throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE, "health-report-too-large",
					"the body is longer than %d bytes; send fewer reports at once".formatted(limit));
		}
		return body;
	}

}

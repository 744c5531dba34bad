package io.tandem.failover.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.retry.RepeatingFailure;
import io.tandem.service.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes health reports at the machine's front door, so that an agent needs one address.
 * They are not spooled: a report is answered when a health stream has it, and the next
 * one says more than an old one would.
 */
@RestController
class HealthController {

	private static final Logger logger = LoggerFactory.getLogger(HealthController.class);

	private final HealthTargets targets;

	private final HealthProperties properties;

	private final MeterRegistry registry;

	private final Semaphore places;

	private final RepeatingFailure failure = new RepeatingFailure(logger, Map.of());

	HealthController(HealthTargets targets, HealthProperties properties, MeterRegistry registry) {
		this.targets = targets;
		this.properties = properties;
		this.registry = registry;
		this.places = new Semaphore(properties.maxUnderWay());
	}

	@PostMapping(path = "/api/v1/health", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<byte[]> take(HttpServletRequest request) throws IOException, InterruptedException {
		byte[] body = body(request);
		if (!this.places.tryAcquire()) {
			count("none", "too many under way");
			throw unavailable("%d health reports wait for an answer already; send it again"
				.formatted(this.properties.maxUnderWay()));
		}
		try {
			return send(body);
		}
		finally {
			this.places.release();
		}
	}

	private byte[] body(HttpServletRequest request) throws IOException {
		int limit = Math.toIntExact(this.properties.maxBody().toBytes());
		byte[] body = request.getInputStream().readNBytes(limit + 1);
		if (body.length > limit) {
			throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE, "health-report-too-large",
					"the body is longer than %d bytes; send fewer reports at once".formatted(limit));
		}
		return body;
	}

	private ResponseEntity<byte[]> send(byte[] body) throws InterruptedException {
		List<String> tried = new ArrayList<>();
		HealthTargets.@Nullable Answer answer = this.targets.send(body, (machine, what) -> {
			count(machine, what);
			tried.add(machine + ": " + what);
		});
		if (answer == null) {
			this.failure.failed(Level.WARN, String.join(", ", tried)).log("No machine takes health reports");
			throw unavailable("no machine's health service took the report (%s); send it again"
				.formatted(String.join(", ", tried)));
		}
		this.failure.ended().log("Health reports are taken again");
		ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
		if (answer.contentType() != null) {
			response.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
		}
		return response.body(answer.body());
	}

	private ProblemException unavailable(String detail) {
		return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "health-unavailable", detail,
				this.properties.retryAfter());
	}

	private void count(String machine, String what) {
		Counter.builder("tandem.gateway.health")
			.description("Requests with health reports that were taken to a machine's health service")
			.baseUnit("requests")
			.tag("machine", machine)
			.tag("outcome", switch (what) {
				case "taken", "refused" -> what;
				default -> "unavailable";
			})
			.register(this.registry)
			.increment();
	}

}

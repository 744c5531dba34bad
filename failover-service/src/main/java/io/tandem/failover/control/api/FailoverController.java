package io.tandem.failover.control.api;

import io.tandem.failover.control.Control;
import io.tandem.failover.control.ControlProperties;
import io.tandem.failover.control.FailoverView;
import io.tandem.failover.control.OwnView;
import io.tandem.failover.control.Plan;
import io.tandem.failover.control.WallClock;
import io.tandem.failover.detection.Observation.Pin;
import io.tandem.service.ProblemException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what decides, and lets a human decide instead. */
@RestController
@RequestMapping("/api/v1/failover")
class FailoverController {

	private static final Logger logger = LoggerFactory.getLogger(FailoverController.class);

	private static final Duration DECIDED_WITHIN = Duration.ofSeconds(1);

	private final StateReport report;

	private final OwnView own;

	private final Control control;

	private final Plan plan;

	private final WallClock clock;

	private final ControlProperties properties;

	private final JsonMapper json;

	FailoverController(StateReport report, OwnView own, Control control, Plan plan, WallClock clock,
			ControlProperties properties, JsonMapper json) {
		this.report = report;
		this.own = own;
		this.control = control;
		this.plan = plan;
		this.clock = clock;
		this.properties = properties;
		this.json = json;
	}

	@GetMapping("/state")
	StateView state() {
		return this.report.state();
	}

	@GetMapping("/view")
	FailoverView view() {
		this.report.current();
		return this.own.now().orElseThrow();
	}

	@PostMapping("/override")
	ResponseEntity<StateView.OverrideView> takeOver(@RequestBody byte[] body) throws InterruptedException {
		Pin override = new OverrideRequest(parse(body), this.plan, StateReport.shown(this.clock.now()),
				this.properties.defaultOverride(), this.properties.maxOverride())
			.read();
		decide(override);
		return ResponseEntity.created(URI.create("/api/v1/failover/state")).body(StateReport.view(override));
	}

	@DeleteMapping("/override")
	ResponseEntity<Void> giveBack(@RequestParam(required = false) @Nullable String reason) throws InterruptedException {
		decide(null);
		logger.atInfo().addKeyValue("reason", reason).log("a human gave back");
		return ResponseEntity.noContent().build();
	}

	private void decide(@Nullable Pin override) throws InterruptedException {
		if (!this.control.override(override, DECIDED_WITHIN)) {
			throw new ProblemException(
					HttpStatus.SERVICE_UNAVAILABLE, "decider-busy", "the decider has not come to it within "
							+ DECIDED_WITHIN.toMillis() + " ms; it may still: look at the state before trying again",
					Duration.ofSeconds(1));
		}
	}

	private JsonNode parse(byte[] body) {
		try {
			return this.json.readTree(body);
		}
		catch (JacksonException ex) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "invalid-override",
					"the body is not JSON: " + ex.getOriginalMessage());
		}
	}

}
